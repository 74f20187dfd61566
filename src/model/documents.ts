import { z } from 'zod'
import { lazy } from '../schema/primitives'
import { documentKindShape } from '../schema/vocabulary'

export const mediaType = lazy(() => z.string().max(100))
export const documentsShape = lazy(() =>
  z.array(z.object({ kind: documentKindShape(), mediaType: mediaType() })).max(30),
)
