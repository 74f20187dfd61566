import * as z from 'zod'
import { patternShape } from '../schema/issueMessages'
import { lazy } from '../schema/primitives'
import { documentKindShape } from '../schema/vocabulary'

/** A media type: it stands in the log for ever, so it is no place for free text. */
export const mediaTypeShape = lazy(() =>
  patternShape(
    /^[a-z]+\/[a-z0-9.+-]+$/,
    '须为媒体类型，例如 image/jpeg',
    'must be a media type, such as image/jpeg',
  ).max(100),
)

export const documentsShape = lazy(() =>
  z.array(z.strictObject({ kind: documentKindShape(), mediaType: mediaTypeShape() })).max(30),
)
