"""nova-compute whose fake driver reports hosts of the lab's size instead of its own 800 GB of memory."""
import sys

from nova.cmd.compute import main
from nova.virt import fake

fake.FakeDriver.vcpus = 16
fake.FakeDriver.memory_mb = 32768
fake.FakeDriver.local_gb = 500

sys.argv[0] = 'nova-compute'
sys.exit(main())
