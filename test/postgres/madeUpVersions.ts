import { type TableVersion, tableVersions } from '../../src/postgres/migrations'

/** Versions of the tables that no library has. */

/** Older libraries still work on it. */
export const expanding: TableVersion = {
  statements: [
    `alter table baokao.registration add column channel text not null default ''`,
    'create index registration_channel on baokao.registration (channel, id)',
  ],
  oldest: tableVersions.length,
}

/** No older library works on it. */
export const contracting: TableVersion = {
  statements: ['alter table baokao.registration drop column channel'],
}

/** The versions of a later library. */
export const laterVersions = (...more: TableVersion[]): TableVersion[] => [...tableVersions, ...more]
