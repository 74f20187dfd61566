/** An actor or cause, with its own colour and sign. `always` means an eventless transition, `ended` an ending. */
export type Shape = 'candidate' | 'office' | 'outside' | 'clock' | 'always' | 'ended'

export type SignName = Shape | 'refusal' | 'end'

/** SVG paths in a square of 12 px, because most fonts lack these characters. */
const signPaths: Readonly<Record<SignName, string>> = {
  candidate: 'M6 1a5 5 0 1 0 .01 0z',
  office: 'M1.5 1.5h9v9h-9z',
  outside: 'M6 .5 11.5 6 6 11.5.5 6z',
  clock: 'M6 1a5 5 0 1 0 .01 0zM6 3v3.2l2 1.3',
  always: 'M1 6h9M7 2.8 10.4 6 7 9.2',
  ended: 'M1.5 1.5h9v9h-9z',
  refusal: 'M6 1a5 5 0 1 0 .01 0zM2.6 2.6l6.8 6.8',
  end: 'M1.5 1.5h9v9h-9z',
}

const outlined: readonly SignName[] = ['clock', 'always', 'refusal']

export const signPath = (sign: SignName): string => signPaths[sign]

/** Whether a sign is stroked instead of filled. */
export const isOutlined = (sign: SignName): boolean => outlined.includes(sign)
