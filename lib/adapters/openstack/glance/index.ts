import { basename } from 'node:path'
import type { Site } from '../../../phase/site.ts'
import type { Ask } from '../../../transport/ask.ts'
import { jumphost } from '../../../transport/question.ts'
import { observe } from '../../command.ts'
import { type Sweep, sweepOf } from '../../unit.ts'
import type { Openstack } from '../index.ts'
import { mustSeeAllProjects } from '../keystone/all-projects.ts'
import { fileSum } from './file-sum.ts'
import { communityImages, hiddenImages, type Image, images } from './images.ts'
import { manifest, type Published } from './manifest.ts'

export type { Image } from './images.ts'

/** A file that Glance was given, with its checksum and the checksum that its publisher states. */
export interface StagedImage {
  readonly manifest: string
  /** Absent: the manifest names no such file. */
  readonly published?: Published
  /** The checksum of the file, by the publisher's algorithm. Absent when the file is not on the jumphost, or when the manifest does not name it. */
  readonly sum?: string
}

/** Glance, and the files its images were made from. Rejects with CouldNotLook only. */
export interface Glance {
  /** The images of every project, except community images of other projects. */
  images(): Promise<readonly Image[]>
  /** The hidden images of every project, which all other lists leave out. */
  hiddenImages(): Promise<readonly Image[]>
  /** The community images of every project. Other lists have only those of the login's own project. */
  communityImages(): Promise<readonly Image[]>
  /** Each staged file of the site. No unit is asked: the field `unit` holds the path of the file. */
  staged(): Promise<Sweep<StagedImage>>
}

export function createGlance(ask: Ask, openstack: Openstack, site: Site): Glance {
  const look = async (file: string): Promise<StagedImage> => {
    const path = site.stagedImages.find((image) => image.file === file)?.manifest ?? ''
    const published = (await observe(ask, jumphost, manifest(path))).get(basename(file))
    if (!published) return { manifest: path }
    return { manifest: path, published, ...(await observe(ask, jumphost, fileSum(published.algorithm, file))) }
  }
  return {
    images: async () => {
      mustSeeAllProjects(await openstack.login())
      return openstack.list(images)
    },
    hiddenImages: async () => {
      mustSeeAllProjects(await openstack.login())
      return openstack.list(hiddenImages)
    },
    communityImages: async () => {
      mustSeeAllProjects(await openstack.login())
      return openstack.list(communityImages)
    },
    staged: () =>
      sweepOf(
        site.stagedImages.map(({ file }) => ({ name: file, application: 'staged', lost: false })),
        ({ name }) => look(name),
      ),
  }
}
