import bj2022Catti2 from '../../data/notices/bj-2022-catti-2.json'
import gd2022Catti1 from '../../data/notices/gd-2022-catti-1.json'
import gd2022Catti2 from '../../data/notices/gd-2022-catti-2.json'
import gd2023Constructor2 from '../../data/notices/gd-2023-constructor-2.json'
import gd2023Economics from '../../data/notices/gd-2023-economics.json'
import gd2024Constructor1 from '../../data/notices/gd-2024-constructor-1.json'
import gd2024CostEngineer1 from '../../data/notices/gd-2024-cost-engineer-1.json'
import gd2024CostEngineer2 from '../../data/notices/gd-2024-cost-engineer-2.json'
import gd2024EconomicsSenior from '../../data/notices/gd-2024-economics-senior.json'
import gd2024EiaEngineer from '../../data/notices/gd-2024-eia-engineer.json'
import gd2024EstateAppraiser from '../../data/notices/gd-2024-estate-appraiser.json'
import gd2024FireEngineer1 from '../../data/notices/gd-2024-fire-engineer-1.json'
import gd2024Metrologist1 from '../../data/notices/gd-2024-metrologist-1.json'
import gd2024Metrologist2 from '../../data/notices/gd-2024-metrologist-2.json'
import gd2024Pharmacist from '../../data/notices/gd-2024-pharmacist.json'
import gd2024Publishing from '../../data/notices/gd-2024-publishing.json'
import gd2024SafetyEngineer from '../../data/notices/gd-2024-safety-engineer.json'
import gd2024SocialWorker from '../../data/notices/gd-2024-social-worker.json'
import gd2024SocialWorkerSenior from '../../data/notices/gd-2024-social-worker-senior.json'
import gd2024Software1 from '../../data/notices/gd-2024-software-1.json'
import gd2024Software2 from '../../data/notices/gd-2024-software-2.json'
import gd2024SupervisionEngineer from '../../data/notices/gd-2024-supervision-engineer.json'
import gd2025Economics from '../../data/notices/gd-2025-economics.json'
import gz2022Catti2 from '../../data/notices/gz-2022-catti-2.json'
import ha2024SocialWorker from '../../data/notices/ha-2024-social-worker.json'
import hi2025SocialWorker from '../../data/notices/hi-2025-social-worker.json'
import js2024SafetyEngineer from '../../data/notices/js-2024-safety-engineer.json'
import ln2024SafetyEngineer from '../../data/notices/ln-2024-safety-engineer.json'
import sh2024Economics from '../../data/notices/sh-2024-economics.json'
import sh2024SafetyEngineer from '../../data/notices/sh-2024-safety-engineer.json'
import sh2025SocialWorker from '../../data/notices/sh-2025-social-worker.json'
import type { Bundle } from './exam'
import type { Notice } from './notice'

/** A bundled notice: none of them has several windows of registration. */
export type BundledNotice = Notice & { windows: { registration: { opens: string; closes: string } } }

/**
 * The bundled notices, by id, those of Guangdong first: `given` takes the first notice of an exam. `illustrative` lists
 * the values that no official notice confirms.
 */
export const notices = {
  'gd-2022-catti-1': gd2022Catti1,
  'gd-2022-catti-2': gd2022Catti2,
  'gd-2023-constructor-2': gd2023Constructor2,
  'gd-2023-economics': gd2023Economics,
  'gd-2024-constructor-1': gd2024Constructor1,
  'gd-2024-cost-engineer-1': gd2024CostEngineer1,
  'gd-2024-cost-engineer-2': gd2024CostEngineer2,
  'gd-2024-economics-senior': gd2024EconomicsSenior,
  'gd-2024-eia-engineer': gd2024EiaEngineer,
  'gd-2024-estate-appraiser': gd2024EstateAppraiser,
  'gd-2024-fire-engineer-1': gd2024FireEngineer1,
  'gd-2024-metrologist-1': gd2024Metrologist1,
  'gd-2024-metrologist-2': gd2024Metrologist2,
  'gd-2024-pharmacist': gd2024Pharmacist,
  'gd-2024-publishing': gd2024Publishing,
  'gd-2024-safety-engineer': gd2024SafetyEngineer,
  'gd-2024-social-worker': gd2024SocialWorker,
  'gd-2024-social-worker-senior': gd2024SocialWorkerSenior,
  'gd-2024-software-1': gd2024Software1,
  'gd-2024-software-2': gd2024Software2,
  'gd-2024-supervision-engineer': gd2024SupervisionEngineer,
  'gd-2025-economics': gd2025Economics,
  'bj-2022-catti-2': bj2022Catti2,
  'gz-2022-catti-2': gz2022Catti2,
  'ha-2024-social-worker': ha2024SocialWorker,
  'hi-2025-social-worker': hi2025SocialWorker,
  'js-2024-safety-engineer': js2024SafetyEngineer,
  'ln-2024-safety-engineer': ln2024SafetyEngineer,
  'sh-2024-economics': sh2024Economics,
  'sh-2024-safety-engineer': sh2024SafetyEngineer,
  'sh-2025-social-worker': sh2025SocialWorker,
} as Bundle<
  | 'gd-2022-catti-1'
  | 'gd-2022-catti-2'
  | 'gd-2023-constructor-2'
  | 'gd-2023-economics'
  | 'gd-2024-constructor-1'
  | 'gd-2024-cost-engineer-1'
  | 'gd-2024-cost-engineer-2'
  | 'gd-2024-economics-senior'
  | 'gd-2024-eia-engineer'
  | 'gd-2024-estate-appraiser'
  | 'gd-2024-fire-engineer-1'
  | 'gd-2024-metrologist-1'
  | 'gd-2024-metrologist-2'
  | 'gd-2024-pharmacist'
  | 'gd-2024-publishing'
  | 'gd-2024-safety-engineer'
  | 'gd-2024-social-worker'
  | 'gd-2024-social-worker-senior'
  | 'gd-2024-software-1'
  | 'gd-2024-software-2'
  | 'gd-2024-supervision-engineer'
  | 'gd-2025-economics'
  | 'bj-2022-catti-2'
  | 'gz-2022-catti-2'
  | 'ha-2024-social-worker'
  | 'hi-2025-social-worker'
  | 'js-2024-safety-engineer'
  | 'ln-2024-safety-engineer'
  | 'sh-2024-economics'
  | 'sh-2024-safety-engineer'
  | 'sh-2025-social-worker',
  BundledNotice
>
