export { nginxFaultsOf } from './faults.ts'
export { defaultPlaces, nginxDown, nginxSite, nginxUp } from './up.ts'
