import { subjects as catti } from '../../data/exams/catti.json'
import { subjects as constructor1 } from '../../data/exams/constructor-1.json'
import { subjects as costEngineer1 } from '../../data/exams/cost-engineer-1.json'
import { subjects as economics } from '../../data/exams/economics.json'
import { subjects as eiaEngineer } from '../../data/exams/eia-engineer.json'
import { subjects as estateAppraiser } from '../../data/exams/estate-appraiser.json'
import { subjects as fireEngineer1 } from '../../data/exams/fire-engineer-1.json'
import { subjects as gdConstructor2 } from '../../data/exams/gd-constructor-2.json'
import { subjects as gdCostEngineer2 } from '../../data/exams/gd-cost-engineer-2.json'
import { subjects as gdMetrologist2 } from '../../data/exams/gd-metrologist-2.json'
import { subjects as metrologist1 } from '../../data/exams/metrologist-1.json'
import { subjects as pharmacist } from '../../data/exams/pharmacist.json'
import { subjects as publishing } from '../../data/exams/publishing.json'
import { subjects as safetyEngineer } from '../../data/exams/safety-engineer.json'
import { subjects as socialWorker } from '../../data/exams/social-worker.json'
import { subjects as software } from '../../data/exams/software.json'
import { subjects as supervisionEngineer } from '../../data/exams/supervision-engineer.json'
import type { LocalizedText } from '../language'

/** The subjects of the bundled exams. Separate from `exams`, so that a bundle of `decide` contains only their names. */
const subjectsOf: Readonly<Record<string, readonly { code: string; name: LocalizedText }[]>> = {
  catti,
  'constructor-1': constructor1,
  'cost-engineer-1': costEngineer1,
  economics,
  'eia-engineer': eiaEngineer,
  'estate-appraiser': estateAppraiser,
  'fire-engineer-1': fireEngineer1,
  'gd-constructor-2': gdConstructor2,
  'gd-cost-engineer-2': gdCostEngineer2,
  'gd-metrologist-2': gdMetrologist2,
  'metrologist-1': metrologist1,
  pharmacist,
  publishing,
  'safety-engineer': safetyEngineer,
  'social-worker': socialWorker,
  software,
  'supervision-engineer': supervisionEngineer,
}

/** The name of a subject; `undefined` if the exam is not bundled. */
export function subjectName(exam: string, subject: string): LocalizedText | undefined {
  const subjects = Object.hasOwn(subjectsOf, exam) ? subjectsOf[exam] : undefined
  return subjects?.find(({ code }) => code === subject)?.name
}
