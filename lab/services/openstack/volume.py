"""cinder-volume with a driver that has no disk: a volume is a record in Cinder's database, and nothing else."""
import sys

# first: it makes threads green before anything else is imported
from cinder.cmd.volume import main
from cinder.volume import driver


class RecordsOnly(driver.VolumeDriver):
    """The lab's own driver. What asks to attach a volume is refused, as by every driver that does not implement it."""

    VERSION = '1'
    SIZE_GB = 500

    def check_for_setup_error(self):
        pass

    def create_volume(self, volume):
        pass

    def delete_volume(self, volume):
        pass

    def ensure_export(self, context, volume):
        pass

    def create_export(self, context, volume, connector):
        pass

    def remove_export(self, context, volume):
        pass

    def _update_volume_stats(self):
        self._stats = {
            'volume_backend_name': self.configuration.volume_backend_name,
            'vendor_name': 'lab',
            'driver_version': self.VERSION,
            'storage_protocol': 'none',
            'total_capacity_gb': self.SIZE_GB,
            'free_capacity_gb': self.SIZE_GB,
        }


sys.argv[0] = 'cinder-volume'
sys.exit(main())
