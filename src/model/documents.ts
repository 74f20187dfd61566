import { z } from 'zod'
import { once } from '../schema/primitives'
import { documentKindShape } from '../schema/vocabulary'

export const mediaType = once(() => z.string().max(100))
export const documentsShape = once(() =>
  z.array(z.object({ kind: documentKindShape(), mediaType: mediaType() })).max(30),
)
