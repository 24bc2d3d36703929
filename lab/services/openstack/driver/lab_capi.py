"""A stand-in for magnum-capi-helm, which no package registry of Debian's carries: it makes nothing, in no Kubernetes.

Clusters are complete at once, and deleting one never ends, as with a finalizer nobody removes. Health is what a caller sets.
The real one makes up twelve characters for every name. These are always the same, so that the lab's management cluster can
have the objects of a cluster before there is one.
"""
from magnum.drivers.common import driver
from magnum.objects import fields

Status = fields.ClusterStatus


class Driver(driver.Driver):
    provides = [{'server_type': 'vm', 'os': 'ubuntu', 'coe': 'kubernetes'}]

    def create_cluster(self, context, cluster, cluster_create_timeout):
        cluster.stack_id = f'{cluster.name}-x7k2p4q9w1zt'
        cluster.status = Status.CREATE_COMPLETE

    def update_cluster(self, context, cluster, scale_manager=None, rollback=False):
        cluster.status = Status.UPDATE_COMPLETE

    def delete_cluster(self, context, cluster):
        cluster.status = Status.DELETE_IN_PROGRESS

    def upgrade_cluster(self, *args, **kwargs):
        raise NotImplementedError('the lab upgrades no cluster')

    resize_cluster = create_nodegroup = update_nodegroup = delete_nodegroup = upgrade_cluster
    create_federation = update_federation = delete_federation = upgrade_cluster
