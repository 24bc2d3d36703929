export { nginxFaults } from './faults.ts'
export { nginxDown, nginxSite, nginxUp } from './up.ts'
