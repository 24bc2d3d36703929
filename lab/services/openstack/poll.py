"""What the conductor's own timer does to every cluster, done now: it waits a minute for a health."""
import sys

from magnum.common import context, service

service.prepare_service(sys.argv)

from oslo_service import loopingcall  # noqa: E402
from magnum import objects  # noqa: E402
from magnum.service import periodic  # noqa: E402

COMPLETE = ('CREATE_COMPLETE', 'UPDATE_COMPLETE')

ctx = context.make_admin_context(all_tenants=True)
context.set_ctx(ctx)
for cluster in objects.Cluster.list(ctx):
    if cluster.status in COMPLETE:
        try:
            periodic.ClusterHealthUpdateJob(ctx, cluster).update_health_status()
        except loopingcall.LoopingCallDone:
            pass
