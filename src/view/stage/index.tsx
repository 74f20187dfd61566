export { type Drawing, drawingOf, drawings } from './drawings'
export { graphOf } from './graph'
export { type Placed, stageLayouts } from './placed'
export { StagePicture, type StageProps } from './StagePicture'
