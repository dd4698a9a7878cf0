"""A disk that is full in the middle of an export: nothing half-written appears, and it is made up for."""

import pytest

from routing.exported import ExportFailed
from tests.integration.exports.export_scene import DAY, ExportScene
from tests.integration.exports.small_disk import small_disk
from workers.exporting import Became


@pytest.mark.feature("REPT-10")
def test_a_full_disk_leaves_nothing_half_written_and_a_later_attempt_succeeds(scene: ExportScene):
    scene.plan(mail_to=("boss@bank.example",))
    with small_disk(scene.settings.var_dir / "disk", "12k") as disk:
        scene.settings = scene.settings.model_copy(update={"export_dir": disk.folder})

        with pytest.raises(ExportFailed) as failed:
            scene.export()

        assert failed.value.problem == "disk_full"
        assert list(scene.folder.iterdir()) == []
        assert scene.slot().problem.startswith("disk_full: No space left on device")
        assert scene.mails() == []

        disk.grow("4m")
        assert scene.export().became is Became.WRITTEN
        assert scene.names() == [str(DAY)]
        assert (scene.slot().problem, len(scene.mails())) == ("", 1)
