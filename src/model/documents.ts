import * as z from 'zod'
import { lazy } from '../schema/primitives'
import { documentKindShape } from '../schema/vocabulary'

export const mediaTypeShape = lazy(() => z.string().max(100))

export const documentsShape = lazy(() =>
  z.array(z.strictObject({ kind: documentKindShape(), mediaType: mediaTypeShape() })).max(30),
)
