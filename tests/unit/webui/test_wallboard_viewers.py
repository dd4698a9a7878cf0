"""The browsers before wallboards."""

from webui.live.wallboard_viewers import Viewer, Viewers


def a_viewer(sid: str, board_id: str) -> Viewer:
    """Somebody of company one."""
    return Viewer(sid, "one", board_id, None, None, lambda: True)


def test_who_came_to_a_wallboard_that_was_not_read_stays_new():
    viewers = Viewers()
    viewers.add(a_viewer("a", "read"))
    viewers.add(a_viewer("b", "not read"))
    assert [one.sid for one in viewers.begin("one", {"read"})] == ["a"]
    assert [one.sid for one in viewers.begin("one", {"read", "not read"})] == ["b"]
    assert viewers.begin("one", {"read", "not read"}) == []
