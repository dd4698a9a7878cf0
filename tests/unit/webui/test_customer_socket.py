"""What a customer's connection remembers of the conversation only moves forward."""

from routing.identifiers import new_id
from webui.live.outlet import Outlet
from webui.live.sockets import CustomerSocket


def a_customer() -> CustomerSocket:
    outlet = Outlet(lambda event, data: None, lambda name: None)
    return CustomerSocket("sid", "company", outlet, lambda: True)


def test_a_session_is_news_once():
    customer, session_id = a_customer(), new_id()
    assert customer.meet(session_id, "marie")
    assert not customer.meet(session_id, "marie")


def test_an_earlier_session_told_late_changes_nothing():
    customer, first, second = a_customer(), new_id(), new_id()
    assert customer.meet(second, "paul")
    assert not customer.meet(first, "marie")
    assert (customer.session_id, customer.agent_id) == (second, "paul")
