import { demonstrate } from './demonstration'

/** `npm run example:restate` */
await demonstrate(console.log)
process.exit(0)
