/**
 * What is mutated, and the tests that show what it does, in two rooms that are run one after the other: mutants of the
 * machine and its rules are there once it is made, and meet every test of their room. The quickest tests come first,
 * since most mutants fall at once; a group is loaded only when nothing has failed in the groups before it.
 */
export const rooms = {
  machine: {
    mutate: [
      'src/rules/**/*.ts',
      'src/machine/**/*.ts',
      'src/actions/**/*.ts',
      'src/deadlines.ts',
      'src/time.ts',
      '!src/rules/index.ts',
    ],
    groups: [
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
    ],
  },
  around: {
    mutate: [
      'src/decide.ts',
      'src/explain.ts',
      'src/course.ts',
      'src/chart.ts',
      'src/fares.ts',
      'src/history.ts',
      'src/eligibility.ts',
      'src/workYears.ts',
      'src/guide.ts',
    ],
    groups: [
      ['chart', 'history', 'eligibility', 'guide'],
      ['course', 'journeys', 'decide', 'door'],
    ],
  },
}

/** The room of this run. */
export const room = process.env.ROOM
export const { mutate, groups } = rooms[room] ?? { mutate: [], groups: [] }
