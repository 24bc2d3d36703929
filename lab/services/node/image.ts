import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { run } from '../../host/run.ts'

export interface Image {
  /** `registry.k8s.io/e2e-test-images/agnhost:2.53` */
  readonly name: string
  /** Its content: path in the image → program of this machine. */
  readonly files: Readonly<Record<string, string>>
  readonly entrypoint: readonly string[]
}

/** Writes an archive of an image with one layer, as `docker save` does, and returns its path. The caller makes a new `folder` for each image. */
export async function imageArchive(folder: string, { name, files, entrypoint }: Image): Promise<string> {
  const root = join(folder, 'root')
  for (const [path, program] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    copyFileSync(program, join(root, path))
  }
  mkdirSync(root, { recursive: true })
  await run(['tar', '--owner=0', '--group=0', '--mode=a+rX', '-C', root, '-cf', join(folder, 'layer.tar'), '.'])
  const layer = digest(readFileSync(join(folder, 'layer.tar')))
  const config = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: { Entrypoint: entrypoint },
      rootfs: { type: 'layers', diff_ids: [`sha256:${layer}`] },
      history: [{ created_by: 'the lab' }],
    }),
  )
  const configName = `${digest(config)}.json`
  const archive = join(folder, 'archive')
  mkdirSync(join(archive, layer), { recursive: true })
  renameSync(join(folder, 'layer.tar'), join(archive, layer, 'layer.tar'))
  writeFileSync(join(archive, configName), config)
  const manifest = [{ Config: configName, RepoTags: [name], Layers: [`${layer}/layer.tar`] }]
  writeFileSync(join(archive, 'manifest.json'), JSON.stringify(manifest))
  await run(['tar', '-C', archive, '-cf', join(folder, 'image.tar'), 'manifest.json', configName, layer])
  return join(folder, 'image.tar')
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
