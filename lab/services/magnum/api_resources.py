"""What the real driver makes of settings: reads {name: folder} as JSON and prints {name: what it asks for, or how it ends} as JSON.

Each is tried in a child of its own, since the driver reads its settings once, as it is imported."""
import json
import os
import sys
import warnings

warnings.simplefilter('ignore')
import magnum.conf  # noqa: E402
from magnum_capi_helm import conf  # noqa: E402


def tried(folder):
    try:
        conf.CONF(['--config-file', '/dev/null', '--config-dir', folder], project='magnum')
    except Exception as e:
        return {'ends': 'reading', 'with': type(e).__name__}
    try:
        from magnum_capi_helm import kubernetes as k
        kinds = (k.Cluster, k.OpenstackCluster, k.MachineDeployment, k.K8sControlPlane, k.Machine)
        client = object()
        return {'asks': {kind.__name__: kind(client).prepare_path() for kind in kinds}}
    except Exception as e:
        return {'ends': 'importing', 'with': type(e).__name__}


def in_child(folder):
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(write, json.dumps(tried(folder)).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        said = json.load(pipe)
    os.waitpid(pid, 0)
    return said


print(json.dumps({name: in_child(folder) for name, folder in json.load(sys.stdin).items()}))
