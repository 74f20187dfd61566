export type {
  DeadLetter,
  Delivery,
  EventInput,
  FactHandler,
  LogQuery,
  LogRow,
  OpenedBy,
  RegistrationAccess,
  StoredDecision,
  StoredRegistration,
} from '../persistence/types'
export { Undeliverable } from '../persistence/undeliverable'
export type { Adoption, Adoptions, AdoptOptions, AdoptProgress, AdoptResult } from './adopt'
export type { ArchiveOptions, ArchiveWriter } from './archive'
export type { Archive, ArchivedFact, ArchivedLogRow, ArchivedRegistration } from './archiveEntry'
export type { SendItem, SendOptions } from './batch'
export type { BulkOptions, BulkProgress, SendItems } from './bulk'
export type { Consumer, ConsumerOptions } from './consumers'
export type {
  CountKey,
  CountKeys,
  CountQuery,
  RefusalQuery,
  RegistrationCount,
  RuleRefusals,
} from './count'
export type { DamagedRegistration, IntactRegistration } from './damaged'
export type { AnyDatabase, ClientLike, CustomDatabase, PoolLike, Queryable } from './database'
export type { DeadLetterQuery, DeadLetters, RetryDeadLetters, StoreDeadLetter } from './deadLetters'
export type { DeliverOptions, DeliveryFailure, StoreFactHandler } from './deliveryCall'
export type {
  DrizzleLike,
  DrizzleSqlLike,
  KnexLike,
  KyselyLike,
  PostgresJsLike,
  PostgresJsTransactionLike,
  PrismaLike,
  PrismaTransactionLike,
  TypeormLike,
} from './drivers'
export { fromDrizzle, fromKnex, fromKysely, fromPostgresJs, fromPrisma, fromTypeorm } from './drivers'
export type { StoreErrorCode } from './errors'
export { StoreError } from './errors'
export type { CandidateExport, ExportedRegistration, ExportPage, OpenDelivery } from './exportCandidate'
export type { StoreFacts } from './factCalls'
export type { WaitOptions } from './factSignal'
export type {
  FoundRegistration,
  QueuePosition,
  RegistrationFilter,
  RegistrationQuery,
  WaitingTask,
} from './find'
export type { FireDeadlinesOptions, StuckRegistration } from './fireDeadlines'
export type { LeasedFact, StoreDelivery } from './lease'
export type { LeaseOptions, LeaseResult, SettleOptions } from './leasing'
export type { NoticeWideEvent, StoredAmendment } from './noticeAmendments'
export type { DatedOpenInput, OpenOptions, StoreOpenInput } from './openRegistration'
export type { EraseOptions, PersonalData } from './personalData'
export type { Pruned, PruneOptions } from './prune'
export type { CurrentRegistration, StoredLogRow } from './queries'
export type { Repair } from './repair'
export type { ReplayOptions } from './replay'
export type { Resealed, ResealOptions } from './reseal'
export type { SealedEntry, Sealing } from './sealing'
export type { NoticeOptions, NoticeProgress } from './sendToNotice'
export type { Shadow, ShadowOptions, ShadowSnapshots } from './shadow'
export { shadow } from './shadow'
export type { ShadowDifference, ShadowExample, ShadowKind, ShadowReport, TheirOutcome } from './shadowReport'
export type { Store } from './store'
export { createStore } from './store'
export type { StoreActivity } from './storeActivity'
export type { StoreOptions } from './storeOptions'
export type { Tampering } from './tampering'
export type { Transaction } from './transaction'
export type { ChangedRegistration } from './unitOfWork'
export type { StoreUpkeep } from './upkeep'
export type { Verification, VerifyOptions } from './verify'
export type { ChainHead } from './verifyChain'
