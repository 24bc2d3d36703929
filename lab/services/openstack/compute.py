"""nova-compute whose fake driver reports a host of the lab's size instead of its own 800 GB of memory."""
import os
import sys

from nova.cmd.compute import main
from nova.virt import fake

fake.FakeDriver.vcpus = int(os.environ['LAB_VCPUS'])
fake.FakeDriver.memory_mb = int(os.environ['LAB_MEMORY_MB'])
fake.FakeDriver.local_gb = int(os.environ['LAB_DISK_GB'])

sys.argv[0] = 'nova-compute'
sys.exit(main())
