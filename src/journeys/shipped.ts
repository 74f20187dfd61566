import accountAccountStepByStep from '../../examples/journeys/account/account-step-by-step.json'
import accountKnownCandidate from '../../examples/journeys/account/known-candidate.json'
import accountPhotoReplaced from '../../examples/journeys/account/photo-replaced.json'
import accountSpotCheckDueInTheProfile from '../../examples/journeys/account/spot-check-due-in-the-profile.json'
import accountStoppedAtPhoto from '../../examples/journeys/account/stopped-at-photo.json'
import accountStoppedAtProfile from '../../examples/journeys/account/stopped-at-profile.json'
import accountStoppedAtVerification from '../../examples/journeys/account/stopped-at-verification.json'
import accountVerification from '../../examples/journeys/account/verification.json'
import certifiedAssociation from '../../examples/journeys/certified/association.json'
import certifiedCertificateAmended from '../../examples/journeys/certified/certificate-amended.json'
import certifiedCertificateRestored from '../../examples/journeys/certified/certificate-restored.json'
import certifiedCertificateRevoked from '../../examples/journeys/certified/certificate-revoked.json'
import certifiedCommitmentToCertificate from '../../examples/journeys/certified/commitment-to-certificate.json'
import certifiedEarnedBeforeElectronic from '../../examples/journeys/certified/earned-before-electronic.json'
import certifiedElectronicOnly from '../../examples/journeys/certified/electronic-only.json'
import certifiedFoundAfterRevocation from '../../examples/journeys/certified/found-after-revocation.json'
import certifiedMailAfterProof from '../../examples/journeys/certified/mail-after-proof.json'
import certifiedMailReturned from '../../examples/journeys/certified/mail-returned.json'
import certifiedNoReissue from '../../examples/journeys/certified/no-reissue.json'
import certifiedPaperReissued from '../../examples/journeys/certified/paper-reissued.json'
import certifiedPassTakenBack from '../../examples/journeys/certified/pass-taken-back.json'
import certifiedProofLetter from '../../examples/journeys/certified/proof-letter.json'
import certifiedQuestionedOnce from '../../examples/journeys/certified/questioned-once.json'
import certifiedReissueScope from '../../examples/journeys/certified/reissue-scope.json'
import certifiedReviewedAfterTheCertificate from '../../examples/journeys/certified/reviewed-after-the-certificate.json'
import declaringCommitmentSignedInPerson from '../../examples/journeys/declaring/commitment-signed-in-person.json'
import declaringDegreeFromAbroad from '../../examples/journeys/declaring/degree-from-abroad.json'
import declaringEvidenceOfADegree from '../../examples/journeys/declaring/evidence-of-a-degree.json'
import declaringEvidenceWithdrawn from '../../examples/journeys/declaring/evidence-withdrawn.json'
import declaringExemptionAfterTheUpload from '../../examples/journeys/declaring/exemption-after-the-upload.json'
import declaringExemptionLevel from '../../examples/journeys/declaring/exemption-level.json'
import declaringExemptionWithdrawn from '../../examples/journeys/declaring/exemption-withdrawn.json'
import declaringForfeitedWhileSigning from '../../examples/journeys/declaring/forfeited-while-signing.json'
import declaringNotUploadedInTime from '../../examples/journeys/declaring/not-uploaded-in-time.json'
import declaringOverseasDegreeOnTheProofRoute from '../../examples/journeys/declaring/overseas-degree-on-the-proof-route.json'
import declaringProofNeverReviewed from '../../examples/journeys/declaring/proof-never-reviewed.json'
import declaringProofReviewedLate from '../../examples/journeys/declaring/proof-reviewed-late.json'
import declaringProofRoute from '../../examples/journeys/declaring/proof-route.json'
import declaringRejectedAfterTheClose from '../../examples/journeys/declaring/rejected-after-the-close.json'
import declaringReportBeforeTheProof from '../../examples/journeys/declaring/report-before-the-proof.json'
import declaringSpotCheckDueBeforeProof from '../../examples/journeys/declaring/spot-check-due-before-proof.json'
import declaringSpotCheckDueBeforeSigning from '../../examples/journeys/declaring/spot-check-due-before-signing.json'
import declaringSpotCheckDueWhileReviewed from '../../examples/journeys/declaring/spot-check-due-while-reviewed.json'
import declaringSpotCheckDueWhileShowingEvidence from '../../examples/journeys/declaring/spot-check-due-while-showing-evidence.json'
import declaringStoppedAtCommitment from '../../examples/journeys/declaring/stopped-at-commitment.json'
import declaringStoppedAtEvidence from '../../examples/journeys/declaring/stopped-at-evidence.json'
import declaringStoppedAtProof from '../../examples/journeys/declaring/stopped-at-proof.json'
import declaringWithdrawal from '../../examples/journeys/declaring/withdrawal.json'
import elsewhereBj2022Catti2 from '../../examples/journeys/elsewhere/bj-2022-catti-2.json'
import elsewhereGz2022Catti2Interpretation from '../../examples/journeys/elsewhere/gz-2022-catti-2-interpretation.json'
import elsewhereGz2022Catti2Translation from '../../examples/journeys/elsewhere/gz-2022-catti-2-translation.json'
import elsewhereHa2024SocialWorker from '../../examples/journeys/elsewhere/ha-2024-social-worker.json'
import elsewhereHi2025SocialWorker from '../../examples/journeys/elsewhere/hi-2025-social-worker.json'
import elsewhereJs2024SafetyEngineer from '../../examples/journeys/elsewhere/js-2024-safety-engineer.json'
import elsewhereLn2024SafetyEngineer from '../../examples/journeys/elsewhere/ln-2024-safety-engineer.json'
import elsewhereSh2024Economics from '../../examples/journeys/elsewhere/sh-2024-economics.json'
import elsewhereSh2024SafetyEngineer from '../../examples/journeys/elsewhere/sh-2024-safety-engineer.json'
import elsewhereSh2025SocialWorker from '../../examples/journeys/elsewhere/sh-2025-social-worker.json'
import endedEndedIsEnded from '../../examples/journeys/ended/ended-is-ended.json'
import endedExamCancelled from '../../examples/journeys/ended/exam-cancelled.json'
import endedFindingOnAnAbandonedRegistration from '../../examples/journeys/ended/finding-on-an-abandoned-registration.json'
import endedFoundBeforePaying from '../../examples/journeys/ended/found-before-paying.json'
import endedFoundIneligible from '../../examples/journeys/ended/found-ineligible.json'
import endedFoundOncePaid from '../../examples/journeys/ended/found-once-paid.json'
import endedOneNumberTwoAmountsOnceEnded from '../../examples/journeys/ended/one-number-two-amounts-once-ended.json'
import endedRefusedCheck from '../../examples/journeys/ended/refused-check.json'
import endedTerminated from '../../examples/journeys/ended/terminated.json'
import endedTerminatedWithARefund from '../../examples/journeys/ended/terminated-with-a-refund.json'
import endedVoidedRegistrationOverturnedLate from '../../examples/journeys/ended/voided-registration-overturned-late.json'
import everyExamCattiPracticeFailed from '../../examples/journeys/every-exam/catti-practice-failed.json'
import everyExamCattiSimultaneous from '../../examples/journeys/every-exam/catti-simultaneous.json'
import everyExamConstructor1AddedSpecialty from '../../examples/journeys/every-exam/constructor-1-added-specialty.json'
import everyExamConstructor1ThirdYear from '../../examples/journeys/every-exam/constructor-1-third-year.json'
import everyExamCostEngineer1BasicsExempted from '../../examples/journeys/every-exam/cost-engineer-1-basics-exempted.json'
import everyExamCostEngineer1ByProof from '../../examples/journeys/every-exam/cost-engineer-1-by-proof.json'
import everyExamEconomicsOtherSpecialty from '../../examples/journeys/every-exam/economics-other-specialty.json'
import everyExamEconomicsSecondYear from '../../examples/journeys/every-exam/economics-second-year.json'
import everyExamEconomicsSenior from '../../examples/journeys/every-exam/economics-senior.json'
import everyExamEiaEngineerCheckNotRepaired from '../../examples/journeys/every-exam/eia-engineer-check-not-repaired.json'
import everyExamEiaEngineerOverseasDegree from '../../examples/journeys/every-exam/eia-engineer-overseas-degree.json'
import everyExamEstateAppraiserAssociation from '../../examples/journeys/every-exam/estate-appraiser-association.json'
import everyExamEstateAppraiserIneligible from '../../examples/journeys/every-exam/estate-appraiser-ineligible.json'
import everyExamFireEngineer1ThirdYear from '../../examples/journeys/every-exam/fire-engineer-1-third-year.json'
import everyExamFireEngineer1UntrueYears from '../../examples/journeys/every-exam/fire-engineer-1-untrue-years.json'
import everyExamGdConstructor2OneSubject from '../../examples/journeys/every-exam/gd-constructor-2-one-subject.json'
import everyExamGdConstructor2Unidentified from '../../examples/journeys/every-exam/gd-constructor-2-unidentified.json'
import everyExamGdCostEngineer2BasicsFailed from '../../examples/journeys/every-exam/gd-cost-engineer-2-basics-failed.json'
import everyExamGdCostEngineer2Identified from '../../examples/journeys/every-exam/gd-cost-engineer-2-identified.json'
import everyExamGdMetrologist2NoReissue from '../../examples/journeys/every-exam/gd-metrologist-2-no-reissue.json'
import everyExamGdMetrologist2Unpaid from '../../examples/journeys/every-exam/gd-metrologist-2-unpaid.json'
import everyExamMetrologist1FourthYear from '../../examples/journeys/every-exam/metrologist-1-fourth-year.json'
import everyExamMetrologist1SeniorTitle from '../../examples/journeys/every-exam/metrologist-1-senior-title.json'
import everyExamPharmacistExemptionUnreviewed from '../../examples/journeys/every-exam/pharmacist-exemption-unreviewed.json'
import everyExamPharmacistFourthYear from '../../examples/journeys/every-exam/pharmacist-fourth-year.json'
import everyExamPublishingIntermediate from '../../examples/journeys/every-exam/publishing-intermediate.json'
import everyExamPublishingJuniorFailed from '../../examples/journeys/every-exam/publishing-junior-failed.json'
import everyExamSafetyEngineerExempt1 from '../../examples/journeys/every-exam/safety-engineer-exempt-1.json'
import everyExamSafetyEngineerSpotCheck from '../../examples/journeys/every-exam/safety-engineer-spot-check.json'
import everyExamSocialWorkerJunior from '../../examples/journeys/every-exam/social-worker-junior.json'
import everyExamSocialWorkerSenior from '../../examples/journeys/every-exam/social-worker-senior.json'
import everyExamSoftwareEssayFailed from '../../examples/journeys/every-exam/software-essay-failed.json'
import everyExamSoftwareSecondSitting from '../../examples/journeys/every-exam/software-second-sitting.json'
import everyExamSupervisionEngineerAddedSpecialty from '../../examples/journeys/every-exam/supervision-engineer-added-specialty.json'
import everyExamSupervisionEngineerIdenticalAnswers from '../../examples/journeys/every-exam/supervision-engineer-identical-answers.json'
import fillingAttestations from '../../examples/journeys/filling/attestations.json'
import fillingBarredByARecord from '../../examples/journeys/filling/barred-by-a-record.json'
import fillingCreditsStillCount from '../../examples/journeys/filling/credits-still-count.json'
import fillingEvidenceStays from '../../examples/journeys/filling/evidence-stays.json'
import fillingForfeitedElsewhere from '../../examples/journeys/filling/forfeited-elsewhere.json'
import fillingFormUntilConfirmed from '../../examples/journeys/filling/form-until-confirmed.json'
import fillingNoCommitmentOffered from '../../examples/journeys/filling/no-commitment-offered.json'
import fillingNoDegree from '../../examples/journeys/filling/no-degree.json'
import fillingNoReturn from '../../examples/journeys/filling/no-return.json'
import fillingRegistrationPutOff from '../../examples/journeys/filling/registration-put-off.json'
import fillingSpotCheckDueBeforeConfirming from '../../examples/journeys/filling/spot-check-due-before-confirming.json'
import fillingSpotCheckDueWhileFillingIn from '../../examples/journeys/filling/spot-check-due-while-filling-in.json'
import fillingSpotCheckDueWhileVerifiedAgain from '../../examples/journeys/filling/spot-check-due-while-verified-again.json'
import fillingStoppedAtApplication from '../../examples/journeys/filling/stopped-at-application.json'
import fillingStoppedAtConfirmation from '../../examples/journeys/filling/stopped-at-confirmation.json'
import fillingStoppedAtRoute from '../../examples/journeys/filling/stopped-at-route.json'
import fillingTurningBackBeforeConfirming from '../../examples/journeys/filling/turning-back-before-confirming.json'
import fillingUploadClosed from '../../examples/journeys/filling/upload-closed.json'
import fillingUploadClosedBeforeConfirming from '../../examples/journeys/filling/upload-closed-before-confirming.json'
import lives1AWholeLife from '../../examples/journeys/lives/1-a-whole-life.json'
import lives2GivenUpAndPaidTwice from '../../examples/journeys/lives/2-given-up-and-paid-twice.json'
import lives3DebitedInTime from '../../examples/journeys/lives/3-debited-in-time.json'
import lives4UnpaidIsGivenUp from '../../examples/journeys/lives/4-unpaid-is-given-up.json'
import lives5TwoYears from '../../examples/journeys/lives/5-two-years.json'
import lives6Revoked from '../../examples/journeys/lives/6-revoked.json'
import markingCheckedBeforeThePassMarks from '../../examples/journeys/marking/checked-before-the-pass-marks.json'
import markingDecidedBeforeThePassMarks from '../../examples/journeys/marking/decided-before-the-pass-marks.json'
import markingMarksCorrected from '../../examples/journeys/marking/marks-corrected.json'
import markingMarksCorrectedBeforeThePassMarks from '../../examples/journeys/marking/marks-corrected-before-the-pass-marks.json'
import markingMarksCorrectedSingleSitting from '../../examples/journeys/marking/marks-corrected-single-sitting.json'
import markingMarksPublished from '../../examples/journeys/marking/marks-published.json'
import markingMisconductAfterTheMarks from '../../examples/journeys/marking/misconduct-after-the-marks.json'
import markingNameAndNumberAfterTheExam from '../../examples/journeys/marking/name-and-number-after-the-exam.json'
import markingNotPassed from '../../examples/journeys/marking/not-passed.json'
import markingPassMarksFollow from '../../examples/journeys/marking/pass-marks-follow.json'
import markingReviewLowersTheMark from '../../examples/journeys/marking/review-lowers-the-mark.json'
import markingReviewedOnce from '../../examples/journeys/marking/reviewed-once.json'
import markingScoreReview from '../../examples/journeys/marking/score-review.json'
import markingSingleSitting from '../../examples/journeys/marking/single-sitting.json'
import markingSpotCheck from '../../examples/journeys/marking/spot-check.json'
import markingSpotCheckBeforeTheMarks from '../../examples/journeys/marking/spot-check-before-the-marks.json'
import markingSpotCheckUnansweredMarking from '../../examples/journeys/marking/spot-check-unanswered-marking.json'
import markingSpotCheckUnansweredNotpassed from '../../examples/journeys/marking/spot-check-unanswered-notpassed.json'
import markingSpotCheckUnansweredUnderReview from '../../examples/journeys/marking/spot-check-unanswered-under-review.json'
import markingWorkingDaysNotKnownForMarks from '../../examples/journeys/marking/working-days-not-known-for-marks.json'
import mendedComplaintOutlivesAnOverturn from '../../examples/journeys/mended/complaint-outlives-an-overturn.json'
import payingAbandoned from '../../examples/journeys/paying/abandoned.json'
import payingCorrectionsBeforePaying from '../../examples/journeys/paying/corrections-before-paying.json'
import payingCorrectionsOncePaid from '../../examples/journeys/paying/corrections-once-paid.json'
import payingDebitedButUnpaid from '../../examples/journeys/paying/debited-but-unpaid.json'
import payingDuplicatePayment from '../../examples/journeys/paying/duplicate-payment.json'
import payingMoneyOwedBack from '../../examples/journeys/paying/money-owed-back.json'
import payingNotFoundAfterTheClose from '../../examples/journeys/paying/not-found-after-the-close.json'
import payingNothingToPay from '../../examples/journeys/paying/nothing-to-pay.json'
import payingOneNumberTwoAmounts from '../../examples/journeys/paying/one-number-two-amounts.json'
import payingPaidBeforeTheWithdrawal from '../../examples/journeys/paying/paid-before-the-withdrawal.json'
import payingPaidBeforeTheWithdrawalFoundLate from '../../examples/journeys/paying/paid-before-the-withdrawal-found-late.json'
import payingPaymentExtended from '../../examples/journeys/paying/payment-extended.json'
import payingRefundsPaidBack from '../../examples/journeys/paying/refunds-paid-back.json'
import payingReportAfterPaying from '../../examples/journeys/paying/report-after-paying.json'
import payingSeveralCorrections from '../../examples/journeys/paying/several-corrections.json'
import payingSpotCheckDueWhilePaying from '../../examples/journeys/paying/spot-check-due-while-paying.json'
import payingSpotCheckDueWhileReconciling from '../../examples/journeys/paying/spot-check-due-while-reconciling.json'
import payingSpotCheckWhilePaying from '../../examples/journeys/paying/spot-check-while-paying.json'
import qualifyingCheckByHand from '../../examples/journeys/qualifying/check-by-hand.json'
import qualifyingCheckRejectedLate from '../../examples/journeys/qualifying/check-rejected-late.json'
import qualifyingCorrectedDegreeNotConfirmed from '../../examples/journeys/qualifying/corrected-degree-not-confirmed.json'
import qualifyingCorrectedDegreeReportedAfterTheMarks from '../../examples/journeys/qualifying/corrected-degree-reported-after-the-marks.json'
import qualifyingCorrectionThatRequiresACheck from '../../examples/journeys/qualifying/correction-that-requires-a-check.json'
import qualifyingCoveredByACredit from '../../examples/journeys/qualifying/covered-by-a-credit.json'
import qualifyingCreditTakenBack from '../../examples/journeys/qualifying/credit-taken-back.json'
import qualifyingDirectMailClosesFirst from '../../examples/journeys/qualifying/direct-mail-closes-first.json'
import qualifyingDirectMailLapses from '../../examples/journeys/qualifying/direct-mail-lapses.json'
import qualifyingMisconductWhileQualifying from '../../examples/journeys/qualifying/misconduct-while-qualifying.json'
import qualifyingReportDue from '../../examples/journeys/qualifying/report-due.json'
import qualifyingReportDueAfterARejection from '../../examples/journeys/qualifying/report-due-after-a-rejection.json'
import qualifyingReportHandedInAfterARejection from '../../examples/journeys/qualifying/report-handed-in-after-a-rejection.json'
import qualifyingReportOwedOnTheProofRoute from '../../examples/journeys/qualifying/report-owed-on-the-proof-route.json'
import qualifyingReviewWhileQualifying from '../../examples/journeys/qualifying/review-while-qualifying.json'
import qualifyingSecondarySchoolDiploma from '../../examples/journeys/qualifying/secondary-school-diploma.json'
import qualifyingSingleSittingPassed from '../../examples/journeys/qualifying/single-sitting-passed.json'
import qualifyingSpotCheckAfterTheExam from '../../examples/journeys/qualifying/spot-check-after-the-exam.json'
import qualifyingSpotCheckUnansweredApproved from '../../examples/journeys/qualifying/spot-check-unanswered-approved.json'
import qualifyingSpotCheckUnansweredRejected from '../../examples/journeys/qualifying/spot-check-unanswered-rejected.json'
import qualifyingSpotCheckUnansweredUnreviewed from '../../examples/journeys/qualifying/spot-check-unanswered-unreviewed.json'
import qualifyingStillRejectedAsTheNoticeCloses from '../../examples/journeys/qualifying/still-rejected-as-the-notice-closes.json'
import qualifyingTemporaryScan from '../../examples/journeys/qualifying/temporary-scan.json'
import qualifyingWindowsMoved from '../../examples/journeys/qualifying/windows-moved.json'
import qualifyingWorkingDaysNotKnown from '../../examples/journeys/qualifying/working-days-not-known.json'
import sittingAdmitCardOpenToTheEnd from '../../examples/journeys/sitting/admit-card-open-to-the-end.json'
import sittingExamBroughtForward from '../../examples/journeys/sitting/exam-brought-forward.json'
import sittingExamPutOff from '../../examples/journeys/sitting/exam-put-off.json'
import sittingFoundWhileSitting from '../../examples/journeys/sitting/found-while-sitting.json'
import sittingMisconductInTheExam from '../../examples/journeys/sitting/misconduct-in-the-exam.json'
import sittingSpotCheckAnswered from '../../examples/journeys/sitting/spot-check-answered.json'
import sittingSpotCheckDueBeforeLateCards from '../../examples/journeys/sitting/spot-check-due-before-late-cards.json'
import sittingSpotCheckDueInTheExam from '../../examples/journeys/sitting/spot-check-due-in-the-exam.json'
import sittingSpotCheckInTheExam from '../../examples/journeys/sitting/spot-check-in-the-exam.json'
import sittingSpotCheckInTheLastDays from '../../examples/journeys/sitting/spot-check-in-the-last-days.json'
import sittingSpotCheckUnanswered from '../../examples/journeys/sitting/spot-check-unanswered.json'

/** The name of a shipped journey: its file below `examples/journeys`, without `.json`. */
export type JourneyName =
  | 'account/account-step-by-step'
  | 'account/known-candidate'
  | 'account/photo-replaced'
  | 'account/spot-check-due-in-the-profile'
  | 'account/stopped-at-photo'
  | 'account/stopped-at-profile'
  | 'account/stopped-at-verification'
  | 'account/verification'
  | 'certified/association'
  | 'certified/certificate-amended'
  | 'certified/certificate-restored'
  | 'certified/certificate-revoked'
  | 'certified/commitment-to-certificate'
  | 'certified/earned-before-electronic'
  | 'certified/electronic-only'
  | 'certified/found-after-revocation'
  | 'certified/mail-after-proof'
  | 'certified/mail-returned'
  | 'certified/no-reissue'
  | 'certified/paper-reissued'
  | 'certified/pass-taken-back'
  | 'certified/proof-letter'
  | 'certified/questioned-once'
  | 'certified/reissue-scope'
  | 'certified/reviewed-after-the-certificate'
  | 'declaring/commitment-signed-in-person'
  | 'declaring/degree-from-abroad'
  | 'declaring/evidence-of-a-degree'
  | 'declaring/evidence-withdrawn'
  | 'declaring/exemption-after-the-upload'
  | 'declaring/exemption-level'
  | 'declaring/exemption-withdrawn'
  | 'declaring/forfeited-while-signing'
  | 'declaring/not-uploaded-in-time'
  | 'declaring/overseas-degree-on-the-proof-route'
  | 'declaring/proof-never-reviewed'
  | 'declaring/proof-reviewed-late'
  | 'declaring/proof-route'
  | 'declaring/rejected-after-the-close'
  | 'declaring/report-before-the-proof'
  | 'declaring/spot-check-due-before-proof'
  | 'declaring/spot-check-due-before-signing'
  | 'declaring/spot-check-due-while-reviewed'
  | 'declaring/spot-check-due-while-showing-evidence'
  | 'declaring/stopped-at-commitment'
  | 'declaring/stopped-at-evidence'
  | 'declaring/stopped-at-proof'
  | 'declaring/withdrawal'
  | 'elsewhere/bj-2022-catti-2'
  | 'elsewhere/gz-2022-catti-2-interpretation'
  | 'elsewhere/gz-2022-catti-2-translation'
  | 'elsewhere/ha-2024-social-worker'
  | 'elsewhere/hi-2025-social-worker'
  | 'elsewhere/js-2024-safety-engineer'
  | 'elsewhere/ln-2024-safety-engineer'
  | 'elsewhere/sh-2024-economics'
  | 'elsewhere/sh-2024-safety-engineer'
  | 'elsewhere/sh-2025-social-worker'
  | 'ended/ended-is-ended'
  | 'ended/exam-cancelled'
  | 'ended/finding-on-an-abandoned-registration'
  | 'ended/found-before-paying'
  | 'ended/found-ineligible'
  | 'ended/found-once-paid'
  | 'ended/one-number-two-amounts-once-ended'
  | 'ended/refused-check'
  | 'ended/terminated'
  | 'ended/terminated-with-a-refund'
  | 'ended/voided-registration-overturned-late'
  | 'every-exam/catti-practice-failed'
  | 'every-exam/catti-simultaneous'
  | 'every-exam/constructor-1-added-specialty'
  | 'every-exam/constructor-1-third-year'
  | 'every-exam/cost-engineer-1-basics-exempted'
  | 'every-exam/cost-engineer-1-by-proof'
  | 'every-exam/economics-other-specialty'
  | 'every-exam/economics-second-year'
  | 'every-exam/economics-senior'
  | 'every-exam/eia-engineer-check-not-repaired'
  | 'every-exam/eia-engineer-overseas-degree'
  | 'every-exam/estate-appraiser-association'
  | 'every-exam/estate-appraiser-ineligible'
  | 'every-exam/fire-engineer-1-third-year'
  | 'every-exam/fire-engineer-1-untrue-years'
  | 'every-exam/gd-constructor-2-one-subject'
  | 'every-exam/gd-constructor-2-unidentified'
  | 'every-exam/gd-cost-engineer-2-basics-failed'
  | 'every-exam/gd-cost-engineer-2-identified'
  | 'every-exam/gd-metrologist-2-no-reissue'
  | 'every-exam/gd-metrologist-2-unpaid'
  | 'every-exam/metrologist-1-fourth-year'
  | 'every-exam/metrologist-1-senior-title'
  | 'every-exam/pharmacist-exemption-unreviewed'
  | 'every-exam/pharmacist-fourth-year'
  | 'every-exam/publishing-intermediate'
  | 'every-exam/publishing-junior-failed'
  | 'every-exam/safety-engineer-exempt-1'
  | 'every-exam/safety-engineer-spot-check'
  | 'every-exam/social-worker-junior'
  | 'every-exam/social-worker-senior'
  | 'every-exam/software-essay-failed'
  | 'every-exam/software-second-sitting'
  | 'every-exam/supervision-engineer-added-specialty'
  | 'every-exam/supervision-engineer-identical-answers'
  | 'filling/attestations'
  | 'filling/barred-by-a-record'
  | 'filling/credits-still-count'
  | 'filling/evidence-stays'
  | 'filling/forfeited-elsewhere'
  | 'filling/form-until-confirmed'
  | 'filling/no-commitment-offered'
  | 'filling/no-degree'
  | 'filling/no-return'
  | 'filling/registration-put-off'
  | 'filling/spot-check-due-before-confirming'
  | 'filling/spot-check-due-while-filling-in'
  | 'filling/spot-check-due-while-verified-again'
  | 'filling/stopped-at-application'
  | 'filling/stopped-at-confirmation'
  | 'filling/stopped-at-route'
  | 'filling/turning-back-before-confirming'
  | 'filling/upload-closed'
  | 'filling/upload-closed-before-confirming'
  | 'lives/1-a-whole-life'
  | 'lives/2-given-up-and-paid-twice'
  | 'lives/3-debited-in-time'
  | 'lives/4-unpaid-is-given-up'
  | 'lives/5-two-years'
  | 'lives/6-revoked'
  | 'marking/checked-before-the-pass-marks'
  | 'marking/decided-before-the-pass-marks'
  | 'marking/marks-corrected'
  | 'marking/marks-corrected-before-the-pass-marks'
  | 'marking/marks-corrected-single-sitting'
  | 'marking/marks-published'
  | 'marking/misconduct-after-the-marks'
  | 'marking/name-and-number-after-the-exam'
  | 'marking/not-passed'
  | 'marking/pass-marks-follow'
  | 'marking/review-lowers-the-mark'
  | 'marking/reviewed-once'
  | 'marking/score-review'
  | 'marking/single-sitting'
  | 'marking/spot-check'
  | 'marking/spot-check-before-the-marks'
  | 'marking/spot-check-unanswered-marking'
  | 'marking/spot-check-unanswered-notpassed'
  | 'marking/spot-check-unanswered-under-review'
  | 'marking/working-days-not-known-for-marks'
  | 'mended/complaint-outlives-an-overturn'
  | 'paying/abandoned'
  | 'paying/corrections-before-paying'
  | 'paying/corrections-once-paid'
  | 'paying/debited-but-unpaid'
  | 'paying/duplicate-payment'
  | 'paying/money-owed-back'
  | 'paying/not-found-after-the-close'
  | 'paying/nothing-to-pay'
  | 'paying/one-number-two-amounts'
  | 'paying/paid-before-the-withdrawal'
  | 'paying/paid-before-the-withdrawal-found-late'
  | 'paying/payment-extended'
  | 'paying/refunds-paid-back'
  | 'paying/report-after-paying'
  | 'paying/several-corrections'
  | 'paying/spot-check-due-while-paying'
  | 'paying/spot-check-due-while-reconciling'
  | 'paying/spot-check-while-paying'
  | 'qualifying/check-by-hand'
  | 'qualifying/check-rejected-late'
  | 'qualifying/corrected-degree-not-confirmed'
  | 'qualifying/corrected-degree-reported-after-the-marks'
  | 'qualifying/correction-that-requires-a-check'
  | 'qualifying/covered-by-a-credit'
  | 'qualifying/credit-taken-back'
  | 'qualifying/direct-mail-closes-first'
  | 'qualifying/direct-mail-lapses'
  | 'qualifying/misconduct-while-qualifying'
  | 'qualifying/report-due'
  | 'qualifying/report-due-after-a-rejection'
  | 'qualifying/report-handed-in-after-a-rejection'
  | 'qualifying/report-owed-on-the-proof-route'
  | 'qualifying/review-while-qualifying'
  | 'qualifying/secondary-school-diploma'
  | 'qualifying/single-sitting-passed'
  | 'qualifying/spot-check-after-the-exam'
  | 'qualifying/spot-check-unanswered-approved'
  | 'qualifying/spot-check-unanswered-rejected'
  | 'qualifying/spot-check-unanswered-unreviewed'
  | 'qualifying/still-rejected-as-the-notice-closes'
  | 'qualifying/temporary-scan'
  | 'qualifying/windows-moved'
  | 'qualifying/working-days-not-known'
  | 'sitting/admit-card-open-to-the-end'
  | 'sitting/exam-brought-forward'
  | 'sitting/exam-put-off'
  | 'sitting/found-while-sitting'
  | 'sitting/misconduct-in-the-exam'
  | 'sitting/spot-check-answered'
  | 'sitting/spot-check-due-before-late-cards'
  | 'sitting/spot-check-due-in-the-exam'
  | 'sitting/spot-check-in-the-exam'
  | 'sitting/spot-check-in-the-last-days'
  | 'sitting/spot-check-unanswered'

/** The journeys of `examples/journeys` by name. Written by `npm run generate`. */
export const shipped: Readonly<Record<JourneyName, unknown>> = {
  'account/account-step-by-step': accountAccountStepByStep,
  'account/known-candidate': accountKnownCandidate,
  'account/photo-replaced': accountPhotoReplaced,
  'account/spot-check-due-in-the-profile': accountSpotCheckDueInTheProfile,
  'account/stopped-at-photo': accountStoppedAtPhoto,
  'account/stopped-at-profile': accountStoppedAtProfile,
  'account/stopped-at-verification': accountStoppedAtVerification,
  'account/verification': accountVerification,
  'certified/association': certifiedAssociation,
  'certified/certificate-amended': certifiedCertificateAmended,
  'certified/certificate-restored': certifiedCertificateRestored,
  'certified/certificate-revoked': certifiedCertificateRevoked,
  'certified/commitment-to-certificate': certifiedCommitmentToCertificate,
  'certified/earned-before-electronic': certifiedEarnedBeforeElectronic,
  'certified/electronic-only': certifiedElectronicOnly,
  'certified/found-after-revocation': certifiedFoundAfterRevocation,
  'certified/mail-after-proof': certifiedMailAfterProof,
  'certified/mail-returned': certifiedMailReturned,
  'certified/no-reissue': certifiedNoReissue,
  'certified/paper-reissued': certifiedPaperReissued,
  'certified/pass-taken-back': certifiedPassTakenBack,
  'certified/proof-letter': certifiedProofLetter,
  'certified/questioned-once': certifiedQuestionedOnce,
  'certified/reissue-scope': certifiedReissueScope,
  'certified/reviewed-after-the-certificate': certifiedReviewedAfterTheCertificate,
  'declaring/commitment-signed-in-person': declaringCommitmentSignedInPerson,
  'declaring/degree-from-abroad': declaringDegreeFromAbroad,
  'declaring/evidence-of-a-degree': declaringEvidenceOfADegree,
  'declaring/evidence-withdrawn': declaringEvidenceWithdrawn,
  'declaring/exemption-after-the-upload': declaringExemptionAfterTheUpload,
  'declaring/exemption-level': declaringExemptionLevel,
  'declaring/exemption-withdrawn': declaringExemptionWithdrawn,
  'declaring/forfeited-while-signing': declaringForfeitedWhileSigning,
  'declaring/not-uploaded-in-time': declaringNotUploadedInTime,
  'declaring/overseas-degree-on-the-proof-route': declaringOverseasDegreeOnTheProofRoute,
  'declaring/proof-never-reviewed': declaringProofNeverReviewed,
  'declaring/proof-reviewed-late': declaringProofReviewedLate,
  'declaring/proof-route': declaringProofRoute,
  'declaring/rejected-after-the-close': declaringRejectedAfterTheClose,
  'declaring/report-before-the-proof': declaringReportBeforeTheProof,
  'declaring/spot-check-due-before-proof': declaringSpotCheckDueBeforeProof,
  'declaring/spot-check-due-before-signing': declaringSpotCheckDueBeforeSigning,
  'declaring/spot-check-due-while-reviewed': declaringSpotCheckDueWhileReviewed,
  'declaring/spot-check-due-while-showing-evidence': declaringSpotCheckDueWhileShowingEvidence,
  'declaring/stopped-at-commitment': declaringStoppedAtCommitment,
  'declaring/stopped-at-evidence': declaringStoppedAtEvidence,
  'declaring/stopped-at-proof': declaringStoppedAtProof,
  'declaring/withdrawal': declaringWithdrawal,
  'elsewhere/bj-2022-catti-2': elsewhereBj2022Catti2,
  'elsewhere/gz-2022-catti-2-interpretation': elsewhereGz2022Catti2Interpretation,
  'elsewhere/gz-2022-catti-2-translation': elsewhereGz2022Catti2Translation,
  'elsewhere/ha-2024-social-worker': elsewhereHa2024SocialWorker,
  'elsewhere/hi-2025-social-worker': elsewhereHi2025SocialWorker,
  'elsewhere/js-2024-safety-engineer': elsewhereJs2024SafetyEngineer,
  'elsewhere/ln-2024-safety-engineer': elsewhereLn2024SafetyEngineer,
  'elsewhere/sh-2024-economics': elsewhereSh2024Economics,
  'elsewhere/sh-2024-safety-engineer': elsewhereSh2024SafetyEngineer,
  'elsewhere/sh-2025-social-worker': elsewhereSh2025SocialWorker,
  'ended/ended-is-ended': endedEndedIsEnded,
  'ended/exam-cancelled': endedExamCancelled,
  'ended/finding-on-an-abandoned-registration': endedFindingOnAnAbandonedRegistration,
  'ended/found-before-paying': endedFoundBeforePaying,
  'ended/found-ineligible': endedFoundIneligible,
  'ended/found-once-paid': endedFoundOncePaid,
  'ended/one-number-two-amounts-once-ended': endedOneNumberTwoAmountsOnceEnded,
  'ended/refused-check': endedRefusedCheck,
  'ended/terminated': endedTerminated,
  'ended/terminated-with-a-refund': endedTerminatedWithARefund,
  'ended/voided-registration-overturned-late': endedVoidedRegistrationOverturnedLate,
  'every-exam/catti-practice-failed': everyExamCattiPracticeFailed,
  'every-exam/catti-simultaneous': everyExamCattiSimultaneous,
  'every-exam/constructor-1-added-specialty': everyExamConstructor1AddedSpecialty,
  'every-exam/constructor-1-third-year': everyExamConstructor1ThirdYear,
  'every-exam/cost-engineer-1-basics-exempted': everyExamCostEngineer1BasicsExempted,
  'every-exam/cost-engineer-1-by-proof': everyExamCostEngineer1ByProof,
  'every-exam/economics-other-specialty': everyExamEconomicsOtherSpecialty,
  'every-exam/economics-second-year': everyExamEconomicsSecondYear,
  'every-exam/economics-senior': everyExamEconomicsSenior,
  'every-exam/eia-engineer-check-not-repaired': everyExamEiaEngineerCheckNotRepaired,
  'every-exam/eia-engineer-overseas-degree': everyExamEiaEngineerOverseasDegree,
  'every-exam/estate-appraiser-association': everyExamEstateAppraiserAssociation,
  'every-exam/estate-appraiser-ineligible': everyExamEstateAppraiserIneligible,
  'every-exam/fire-engineer-1-third-year': everyExamFireEngineer1ThirdYear,
  'every-exam/fire-engineer-1-untrue-years': everyExamFireEngineer1UntrueYears,
  'every-exam/gd-constructor-2-one-subject': everyExamGdConstructor2OneSubject,
  'every-exam/gd-constructor-2-unidentified': everyExamGdConstructor2Unidentified,
  'every-exam/gd-cost-engineer-2-basics-failed': everyExamGdCostEngineer2BasicsFailed,
  'every-exam/gd-cost-engineer-2-identified': everyExamGdCostEngineer2Identified,
  'every-exam/gd-metrologist-2-no-reissue': everyExamGdMetrologist2NoReissue,
  'every-exam/gd-metrologist-2-unpaid': everyExamGdMetrologist2Unpaid,
  'every-exam/metrologist-1-fourth-year': everyExamMetrologist1FourthYear,
  'every-exam/metrologist-1-senior-title': everyExamMetrologist1SeniorTitle,
  'every-exam/pharmacist-exemption-unreviewed': everyExamPharmacistExemptionUnreviewed,
  'every-exam/pharmacist-fourth-year': everyExamPharmacistFourthYear,
  'every-exam/publishing-intermediate': everyExamPublishingIntermediate,
  'every-exam/publishing-junior-failed': everyExamPublishingJuniorFailed,
  'every-exam/safety-engineer-exempt-1': everyExamSafetyEngineerExempt1,
  'every-exam/safety-engineer-spot-check': everyExamSafetyEngineerSpotCheck,
  'every-exam/social-worker-junior': everyExamSocialWorkerJunior,
  'every-exam/social-worker-senior': everyExamSocialWorkerSenior,
  'every-exam/software-essay-failed': everyExamSoftwareEssayFailed,
  'every-exam/software-second-sitting': everyExamSoftwareSecondSitting,
  'every-exam/supervision-engineer-added-specialty': everyExamSupervisionEngineerAddedSpecialty,
  'every-exam/supervision-engineer-identical-answers': everyExamSupervisionEngineerIdenticalAnswers,
  'filling/attestations': fillingAttestations,
  'filling/barred-by-a-record': fillingBarredByARecord,
  'filling/credits-still-count': fillingCreditsStillCount,
  'filling/evidence-stays': fillingEvidenceStays,
  'filling/forfeited-elsewhere': fillingForfeitedElsewhere,
  'filling/form-until-confirmed': fillingFormUntilConfirmed,
  'filling/no-commitment-offered': fillingNoCommitmentOffered,
  'filling/no-degree': fillingNoDegree,
  'filling/no-return': fillingNoReturn,
  'filling/registration-put-off': fillingRegistrationPutOff,
  'filling/spot-check-due-before-confirming': fillingSpotCheckDueBeforeConfirming,
  'filling/spot-check-due-while-filling-in': fillingSpotCheckDueWhileFillingIn,
  'filling/spot-check-due-while-verified-again': fillingSpotCheckDueWhileVerifiedAgain,
  'filling/stopped-at-application': fillingStoppedAtApplication,
  'filling/stopped-at-confirmation': fillingStoppedAtConfirmation,
  'filling/stopped-at-route': fillingStoppedAtRoute,
  'filling/turning-back-before-confirming': fillingTurningBackBeforeConfirming,
  'filling/upload-closed': fillingUploadClosed,
  'filling/upload-closed-before-confirming': fillingUploadClosedBeforeConfirming,
  'lives/1-a-whole-life': lives1AWholeLife,
  'lives/2-given-up-and-paid-twice': lives2GivenUpAndPaidTwice,
  'lives/3-debited-in-time': lives3DebitedInTime,
  'lives/4-unpaid-is-given-up': lives4UnpaidIsGivenUp,
  'lives/5-two-years': lives5TwoYears,
  'lives/6-revoked': lives6Revoked,
  'marking/checked-before-the-pass-marks': markingCheckedBeforeThePassMarks,
  'marking/decided-before-the-pass-marks': markingDecidedBeforeThePassMarks,
  'marking/marks-corrected': markingMarksCorrected,
  'marking/marks-corrected-before-the-pass-marks': markingMarksCorrectedBeforeThePassMarks,
  'marking/marks-corrected-single-sitting': markingMarksCorrectedSingleSitting,
  'marking/marks-published': markingMarksPublished,
  'marking/misconduct-after-the-marks': markingMisconductAfterTheMarks,
  'marking/name-and-number-after-the-exam': markingNameAndNumberAfterTheExam,
  'marking/not-passed': markingNotPassed,
  'marking/pass-marks-follow': markingPassMarksFollow,
  'marking/review-lowers-the-mark': markingReviewLowersTheMark,
  'marking/reviewed-once': markingReviewedOnce,
  'marking/score-review': markingScoreReview,
  'marking/single-sitting': markingSingleSitting,
  'marking/spot-check': markingSpotCheck,
  'marking/spot-check-before-the-marks': markingSpotCheckBeforeTheMarks,
  'marking/spot-check-unanswered-marking': markingSpotCheckUnansweredMarking,
  'marking/spot-check-unanswered-notpassed': markingSpotCheckUnansweredNotpassed,
  'marking/spot-check-unanswered-under-review': markingSpotCheckUnansweredUnderReview,
  'marking/working-days-not-known-for-marks': markingWorkingDaysNotKnownForMarks,
  'mended/complaint-outlives-an-overturn': mendedComplaintOutlivesAnOverturn,
  'paying/abandoned': payingAbandoned,
  'paying/corrections-before-paying': payingCorrectionsBeforePaying,
  'paying/corrections-once-paid': payingCorrectionsOncePaid,
  'paying/debited-but-unpaid': payingDebitedButUnpaid,
  'paying/duplicate-payment': payingDuplicatePayment,
  'paying/money-owed-back': payingMoneyOwedBack,
  'paying/not-found-after-the-close': payingNotFoundAfterTheClose,
  'paying/nothing-to-pay': payingNothingToPay,
  'paying/one-number-two-amounts': payingOneNumberTwoAmounts,
  'paying/paid-before-the-withdrawal': payingPaidBeforeTheWithdrawal,
  'paying/paid-before-the-withdrawal-found-late': payingPaidBeforeTheWithdrawalFoundLate,
  'paying/payment-extended': payingPaymentExtended,
  'paying/refunds-paid-back': payingRefundsPaidBack,
  'paying/report-after-paying': payingReportAfterPaying,
  'paying/several-corrections': payingSeveralCorrections,
  'paying/spot-check-due-while-paying': payingSpotCheckDueWhilePaying,
  'paying/spot-check-due-while-reconciling': payingSpotCheckDueWhileReconciling,
  'paying/spot-check-while-paying': payingSpotCheckWhilePaying,
  'qualifying/check-by-hand': qualifyingCheckByHand,
  'qualifying/check-rejected-late': qualifyingCheckRejectedLate,
  'qualifying/corrected-degree-not-confirmed': qualifyingCorrectedDegreeNotConfirmed,
  'qualifying/corrected-degree-reported-after-the-marks': qualifyingCorrectedDegreeReportedAfterTheMarks,
  'qualifying/correction-that-requires-a-check': qualifyingCorrectionThatRequiresACheck,
  'qualifying/covered-by-a-credit': qualifyingCoveredByACredit,
  'qualifying/credit-taken-back': qualifyingCreditTakenBack,
  'qualifying/direct-mail-closes-first': qualifyingDirectMailClosesFirst,
  'qualifying/direct-mail-lapses': qualifyingDirectMailLapses,
  'qualifying/misconduct-while-qualifying': qualifyingMisconductWhileQualifying,
  'qualifying/report-due': qualifyingReportDue,
  'qualifying/report-due-after-a-rejection': qualifyingReportDueAfterARejection,
  'qualifying/report-handed-in-after-a-rejection': qualifyingReportHandedInAfterARejection,
  'qualifying/report-owed-on-the-proof-route': qualifyingReportOwedOnTheProofRoute,
  'qualifying/review-while-qualifying': qualifyingReviewWhileQualifying,
  'qualifying/secondary-school-diploma': qualifyingSecondarySchoolDiploma,
  'qualifying/single-sitting-passed': qualifyingSingleSittingPassed,
  'qualifying/spot-check-after-the-exam': qualifyingSpotCheckAfterTheExam,
  'qualifying/spot-check-unanswered-approved': qualifyingSpotCheckUnansweredApproved,
  'qualifying/spot-check-unanswered-rejected': qualifyingSpotCheckUnansweredRejected,
  'qualifying/spot-check-unanswered-unreviewed': qualifyingSpotCheckUnansweredUnreviewed,
  'qualifying/still-rejected-as-the-notice-closes': qualifyingStillRejectedAsTheNoticeCloses,
  'qualifying/temporary-scan': qualifyingTemporaryScan,
  'qualifying/windows-moved': qualifyingWindowsMoved,
  'qualifying/working-days-not-known': qualifyingWorkingDaysNotKnown,
  'sitting/admit-card-open-to-the-end': sittingAdmitCardOpenToTheEnd,
  'sitting/exam-brought-forward': sittingExamBroughtForward,
  'sitting/exam-put-off': sittingExamPutOff,
  'sitting/found-while-sitting': sittingFoundWhileSitting,
  'sitting/misconduct-in-the-exam': sittingMisconductInTheExam,
  'sitting/spot-check-answered': sittingSpotCheckAnswered,
  'sitting/spot-check-due-before-late-cards': sittingSpotCheckDueBeforeLateCards,
  'sitting/spot-check-due-in-the-exam': sittingSpotCheckDueInTheExam,
  'sitting/spot-check-in-the-exam': sittingSpotCheckInTheExam,
  'sitting/spot-check-in-the-last-days': sittingSpotCheckInTheLastDays,
  'sitting/spot-check-unanswered': sittingSpotCheckUnanswered,
}
