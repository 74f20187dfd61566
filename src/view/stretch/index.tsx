export { type Drawing, drawingOf, drawings } from './drawings'
export { graphOf } from './graph'
export { type Placed, stretchLayouts } from './placed'
export { StretchPicture, type StretchProps } from './StretchPicture'
