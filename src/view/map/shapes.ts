import type { Shape } from './mapModel'

/** Shapes in a square of 12: fonts lack most of them. */
const shapes: Readonly<Record<Shape | 'refusal' | 'end', string>> = {
  candidate: 'M6 1a5 5 0 1 0 .01 0z',
  office: 'M1.5 1.5h9v9h-9z',
  outside: 'M6 .5 11.5 6 6 11.5.5 6z',
  clock: 'M6 1a5 5 0 1 0 .01 0zM6 3v3.2l2 1.3',
  always: 'M1 6h9M7 2.8 10.4 6 7 9.2',
  ended: 'M1.5 1.5h9v9h-9z',
  refusal: 'M6 1a5 5 0 1 0 .01 0zM2.6 2.6l6.8 6.8',
  end: 'M1.5 1.5h9v9h-9z',
}

/** What is drawn by its outline. */
const outlined: readonly string[] = ['clock', 'always', 'refusal']

export const shapePath = (shape: keyof typeof shapes): string => shapes[shape]
export const isOutlined = (shape: keyof typeof shapes): boolean => outlined.includes(shape)
