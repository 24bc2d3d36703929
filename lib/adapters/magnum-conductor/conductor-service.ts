import { type Service, serviceOf } from '../host/service.ts'

/** magnum-conductor.service as systemd sees it. */
export type ConductorService = Service
export const conductorService = serviceOf('magnum-conductor')
