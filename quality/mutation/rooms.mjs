/**
 * What is mutated, and the tests that show what it does, in rooms that are run one after the other: a mutant that is
 * there once the machine is made meets every test of its room. The quickest tests come first, since most mutants fall at
 * once; a group is loaded only when nothing has failed in the groups before it.
 */
const ofTheMachine = [
  ['chart', 'deadlines', 'rules/complete'],
  [
    'time',
    'rules/account',
    'rules/filling',
    'rules/declaring',
    'rules/paying',
    'rules/qualifying',
    'rules/certified',
    'rules/sitting',
    'rules/always',
  ],
  // The door last: the others load the modules outside of any test, as the runner must see it.
  ['journeys', 'actor', 'door'],
]

const files = (...names) => names.map((name) => `src/${name}.ts`)

export const rooms = {
  machine: {
    mutate: [...files('rules/**/*', 'machine/**/*', 'deadlines', 'time'), '!src/rules/index.ts'],
    groups: ofTheMachine,
  },
  actions: { mutate: files('actions/**/*'), groups: [['actions'], ...ofTheMachine] },
  doors: {
    mutate: files('decide', 'explain', 'fares', 'course', 'chart'),
    groups: [['paths', 'deadlines'], ['decide', 'course', 'snapshot'], ['explain'], ['journeys', 'door']],
  },
  advice: {
    mutate: files('history', 'eligibility', 'workYears', 'guide'),
    groups: [['history', 'eligibility', 'guide', 'door']],
  },
}

/** The room of this run. */
export const room = process.env.ROOM
export const { mutate, groups } = rooms[room] ?? { mutate: [], groups: [] }
