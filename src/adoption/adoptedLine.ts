import * as z from 'zod'
import { eventTypes } from '../events'
import { applicationChangeShape, routeShape } from '../model/application'
import { degreeStatusShape } from '../model/context'
import { endings } from '../model/ending'
import { marksShape } from '../model/marks'
import { profileShape } from '../model/profile'
import { fenShape, idShape, instantShape, lazy, lineShape } from '../schema/primitives'
import { evidenceKindShape, findingShape, historyShape } from '../schema/vocabulary'

/** A registration as the list of another system has it. A JSON line has exactly these fields. */

/** What the list knows of the online check of the degree: its result, `pending`, or `none` for a candidate without a degree. */
const educationStatuses = ['passed', 'failed', 'onSite', 'pending', 'none'] as const

/** Deadlines after which a registration or its marks are void: of a spot check, of the online report, of a rejected check. */
const voidingDeadlines = ['spotCheck.due', 'report.due', 'repair.ends', 'publicNotice.closes'] as const

/** Why a registration, its marks or its certificate are void. */
const voidedByShape = lazy(() => z.enum([...findingShape().options, 'misconduct', ...voidingDeadlines]))

const adoptedPaymentShape = lazy(() =>
  z.strictObject({
    transactionId: z.string().min(1).max(100),
    amountFen: fenShape(),
    paidAt: instantShape().optional(),
    /** The number of the order in the other system. */
    orderNo: z.string().min(1).max(100).optional(),
    /** Absent if the payment counts; `due` if it is owed back, `settled` once it has been paid back. */
    refund: z.enum(['due', 'settled']).optional(),
    refundedAt: instantShape().optional(),
  }),
)

/** A payment that the other system received. */
export type AdoptedPayment = z.infer<ReturnType<typeof adoptedPaymentShape>>

/** The schema of a line. Which of the optional fields a line needs depends on its state. */
export const adoptedLineShape = lazy(() =>
  z.strictObject({
    registrationId: idShape(),
    candidateId: z.string().min(1).max(128),
    /** A state, by its path or its title; of parallel states any of them. */
    state: lineShape().min(1),
    kind: idShape().optional(),
    ...applicationChangeShape().shape,
    origin: degreeStatusShape().shape.origin.optional(),
    higher: z.boolean().optional(),
    education: z.enum(educationStatuses).optional(),
    profile: profileShape().optional(),
    route: routeShape().optional(),
    evidence: evidenceKindShape().optional(),
    /** What other registrations have left behind: a commitment given up this year, earlier passes, the integrity record. */
    history: historyShape().optional(),
    payments: z.array(adoptedPaymentShape()).max(50).optional(),
    marks: marksShape().optional(),
    /** Subjects whose review is pending. */
    review: z.array(idShape()).max(20).optional(),
    endedBy: z.enum(endings).optional(),
    finding: voidedByShape().optional(),
    /** When the answer to an open spot check is due. */
    spotCheck: instantShape().optional(),
    mail: z.boolean().optional(),
    certificateNo: idShape().optional(),
    /** The reason that the office gave. */
    reason: lineShape().optional(),
    openedAt: instantShape().optional(),
    /** When events happened, by type. */
    instants: z.partialRecord(z.enum(eventTypes), instantShape()).optional(),
  }),
)

/** A registration as a list has it. Amounts are in fen, instants are ISO 8601 with an offset. */
export type AdoptedLine = z.infer<ReturnType<typeof adoptedLineShape>>
