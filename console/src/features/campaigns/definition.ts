// What a campaign says, as the API takes it. Pure. Not here: whether it is sound (the API), forms (components/).
import type { Json } from '@/lib/condition'

export const TRIGGER_KINDS = ['SCHEDULE', 'DAILY', 'EVENT', 'THRESHOLD'] as const
export const OFFER_KINDS = ['BEST', 'FIXED', 'VOUCHER'] as const
export const STEPS = ['audience', 'trigger', 'offer', 'message', 'limits', 'review'] as const

export type TriggerKind = (typeof TRIGGER_KINDS)[number]
export type OfferKind = (typeof OFFER_KINDS)[number]
export type StepName = (typeof STEPS)[number]

export interface Trigger {
  kind: TriggerKind
  cron?: string
  event_type?: string
  condition?: Json
  fact?: string
  direction?: 'ABOVE' | 'BELOW'
  value?: number
  rearm_at?: number
  includes_standing?: boolean
}

export interface Offer {
  kind: OfferKind
  offer_code?: string
  pool?: string
  title?: Record<string, string>
  categories?: string[]
  default_offer?: string
  is_required?: boolean
  cost_minor?: number
  lapses_after_days?: number
}

export interface Message {
  templates: Record<string, string>
  order?: string[]
  prefers_own_channel?: boolean
  expires_after_hours?: number
  purpose?: string
}

export interface Definition {
  program_code: string
  name: Record<string, string>
  description?: Record<string, string>
  owner: string
  audience?: { segments?: string[]; exclude?: string[] }
  trigger: Trigger
  control_share?: number
  ignores_holdout?: boolean
  again_after_days?: number | null
  members_max?: number
  offer?: Offer
  budget_minor?: number
  value_minor?: number
  expected_share?: number
  message?: Message
  features_age_hours_max?: number
  waits_hours_max?: number
  attribution_days?: number
  starts_at?: string | null
  ends_at?: string | null
}

/** A campaign that is about nobody in particular yet. It offers what suits each best, since one that says and offers nothing is none. */
export function emptyCampaign(programCode: string, name: string, owner: string): Definition {
  return {
    program_code: programCode,
    name: { en: name, ar: name },
    owner,
    audience: { segments: [] },
    trigger: { kind: 'SCHEDULE', cron: '0 10 * * MON' },
    control_share: 0.1,
    again_after_days: 30,
    offer: blankOffer('BEST'),
    attribution_days: 14,
  }
}

export function asCampaign(document: unknown): Definition {
  return structuredClone(document) as Definition
}

/** A trigger of a kind, before anything is said about it. */
export function blankTrigger(kind: TriggerKind): Trigger {
  switch (kind) {
    case 'SCHEDULE':
      return { kind, cron: '0 10 * * MON' }
    case 'DAILY':
      return { kind }
    case 'EVENT':
      return { kind, event_type: 'segment.entered' }
    case 'THRESHOLD':
      return { kind, fact: 'points.available', direction: 'ABOVE', value: 1000, rearm_at: 500 }
  }
}

/** An offer of a kind, before anything is said about it. */
export function blankOffer(kind: OfferKind): Offer {
  switch (kind) {
    case 'BEST':
      return { kind, cost_minor: 100, lapses_after_days: 14 }
    case 'FIXED':
      return { kind, offer_code: '', title: { en: '', ar: '' }, cost_minor: 100, lapses_after_days: 14 }
    case 'VOUCHER':
      return { kind, pool: '', title: { en: '', ar: '' }, cost_minor: 100, lapses_after_days: 14 }
  }
}
