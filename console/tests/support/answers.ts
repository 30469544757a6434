// Answers of the API as builders: the contract's types hold them to it.
import type { Program } from '@/api/business'
import type { Me } from '@/api/session'
import type { Account, Happening, Lot, Member, Offers, Profile, Scores, Standing } from '@/features/members/queries'
import type { Segment, SegmentDay } from '@/features/segments/queries'
import type { WarehouseState } from '@/features/warehouse/queries'

export function aSegment(parts: Partial<Segment> = {}): Segment {
  return {
    code: 'vip',
    name: { en: 'VIP', ar: 'كبار العملاء' },
    description: { en: 'The best.', ar: 'الأفضل.' },
    size: 120,
    size_now: 120,
    size_yesterday: 100,
    change: 20,
    entered_count: 25,
    left_count: 5,
    as_of_on: '2017-10-31',
    version: 1,
    draft_version: null,
    status: 'ACTIVE',
    kind: 'RULE',
    owner: 'marketing',
    rule: { '>=': [{ var: 'monetary_quintile' }, 5] },
    in_words: { en: 'Monetary value (1–5) is at least 5', ar: 'قيمة الإنفاق (1–5) لا يقل عن ٥' },
    ...parts,
  }
}

export function aSegmentDay(parts: Partial<SegmentDay> = {}): SegmentDay {
  return { as_of_on: '2017-10-31', size: 10, entered_count: 2, left_count: 1, version: 1, ...parts }
}

export function aMember(parts: Partial<Member> = {}): Member {
  return {
    member_id: 'mbr_01936b2e7c7a7c1e8f2a4b6d8e0f1a2b',
    external_id: '1042',
    program_code: 'journey',
    status: 'ACTIVE',
    joined_at: '2017-01-07T05:00:00Z',
    attributes: {},
    ...parts,
  }
}

export function anAccount(parts: Partial<Account> = {}): Account {
  return {
    account_id: 'acc_1',
    wallet_code: 'points',
    active_points: 900,
    pending_points: 30,
    held_points: 100,
    available_points: 800,
    spent_points: 500,
    expired_points: 200,
    lifetime_points: 1600,
    owed_points: 0,
    soonest_expiries: [],
    next_activations: [],
    ...parts,
  }
}

export function aProfile(parts: Partial<Profile> = {}): Profile {
  return {
    member_id: 'mbr_1',
    external_id: '1042',
    status: 'ACTIVE',
    joined_at: '2017-01-07T05:00:00Z',
    as_of_on: '2017-10-31',
    tier: { code: 'SILVER', qualifying_minor: 125_000 },
    rfm: { code: '543', segment_code: 'LOYAL', recency_quintile: 5, frequency_quintile: 4, monetary_quintile: 3 },
    churn: { probability: 0.183, band_code: 'MEDIUM', model_version: 'churn-7', scored_at: '2017-11-01T03:59:59Z' },
    activity: { last_purchase_on: '2017-10-27', recency_days: 4, purchase_count_364d: 98, spend_minor_364d: 342_050 },
    ...parts,
  }
}

export function theOffers(parts: Partial<Offers> = {}): Offers {
  return {
    member_id: 'mbr_1',
    source: 'cache',
    model_version: 'offers-3',
    scored_at: '2017-11-01T03:59:59Z',
    as_of_on: '2017-10-31',
    offers: [anOffer({ rank: 2, offer_code: 'CAT-PIZZA', title: 'Pizza', score_probability: 0.2 }), anOffer({})],
    ...parts,
  }
}

export function anOffer(parts: Partial<Offers['offers'][number]> = {}): Offers['offers'][number] {
  return {
    rank: 1,
    offer_id: 'ofr_1',
    policy_code: 'BEST',
    is_accepted: false,
    reason_code: 'DUE_AGAIN',
    reason: { en: 'You may need it again', ar: 'قد تحتاجه مجددًا' },
    offer_code: 'CAT-YOGURT',
    title: 'Yogurt',
    category_code: 'YOGURT',
    score_probability: 0.4,
    campaign_id: '18',
    coupon_upc: '1000',
    product: null,
    ends_on: '2017-11-12',
    ...parts,
  }
}

export function aLot(parts: Partial<Lot> = {}): Lot {
  return {
    lot_id: 'lot_1',
    wallet_code: 'points',
    status: 'OPEN',
    granted_points: 100,
    remaining_points: 60,
    held_points: 0,
    expired_points: 0,
    repaying_points: 0,
    granted_at: '2017-10-01T12:00:00Z',
    expires_at: '2018-11-01T04:00:00Z',
    activates_at: null,
    activation_event: null,
    uses: [],
    ...parts,
  }
}

export function theScores(parts: Partial<Scores> = {}): Scores {
  return {
    member_id: 'mbr_1',
    source: 'published',
    as_of_on: '2017-10-31',
    data_until: '2017-11-01T03:00:00Z',
    age_seconds: 7200,
    churn: {
      ...aProfile().churn,
      reasons: [{ code: 'RAISES_RECENCY_DAYS', in_words: { en: 'Has not bought for long', ar: 'لم يشترِ منذ مدة' } }],
    },
    rfm: aProfile().rfm,
    tier: aProfile().tier,
    lifetime_value: { alive_probability: 0.91, expected_purchases_84d: 12.4, expected_spend_minor_84d: 45_600 },
    ...parts,
  }
}

export function aStanding(parts: Partial<Standing> = {}): Standing {
  return {
    member_id: 'mbr_1',
    program_code: 'journey',
    tier_code: 'SILVER',
    since: '2017-06-01T12:00:00Z',
    progress: 125_000,
    next_tier_code: 'GOLD',
    missing: 75_000,
    projected_tier_code: 'SILVER',
    will_be_downgraded: false,
    falls_at: null,
    keeps_until: '2018-06-01T04:00:00Z',
    ...parts,
  }
}

export function aHappening(parts: Partial<Happening> = {}): Happening {
  return {
    kind: 'PURCHASE',
    id: 'pst_1',
    at: '2017-10-27T18:22:00Z',
    type: 'POINTS_EARNED',
    code: null,
    reference: '31198570044',
    points: 23,
    amount_minor: 2337,
    currency_code: 'USD',
    reason: null,
    detail: {},
    ...parts,
  }
}

export function theProgram(parts: Partial<Program> = {}): Program {
  return {
    code: 'journey',
    name: { en: 'Journey Rewards', ar: 'مكافآت الرحلة' },
    timezone: 'America/New_York',
    currency_code: 'USD',
    wallet_code: 'points',
    revision: 1,
    valid_from: '2016-12-31T05:00:00Z',
    earning_rule: {
      code: 'purchase',
      points: 1,
      per_minor: 100,
      expiry_policy: 'ROLLING',
      expiry_months: 12,
      expiry_days: 0,
      expiry_rounding: 'MONTH_END',
    },
    tiers_by: 'SPEND',
    tier_window_days: 364,
    business_on: '2017-10-31',
    tiers: [
      { code: 'BRONZE', name: { en: 'Bronze', ar: 'برونزي' }, qualifying_minor_min: 0 },
      { code: 'SILVER', name: { en: 'Silver', ar: 'فضي' }, qualifying_minor_min: 75_000 },
      { code: 'GOLD', name: { en: 'Gold', ar: 'ذهبي' }, qualifying_minor_min: 200_000 },
    ],
    ...parts,
  }
}

export function theWarehouse(parts: Partial<WarehouseState> = {}): WarehouseState {
  return {
    kind: 'duckdb',
    breaker: 'CLOSED',
    build: {
      as_of_on: '2017-10-31',
      built_at: '2017-11-01T04:00:00Z',
      tables: [
        { name: 'scores.churn', row_count: 2469 },
        { name: 'marts.customer_profile', row_count: 2469 },
      ],
    },
    build_reason: null,
    features: {
      generation: 3,
      as_of_on: '2017-10-31',
      loaded_at: '2017-11-01T03:59:59Z',
      published_at: '2017-11-01T05:00:00Z',
      age_seconds: 60,
      expected_within_seconds: 129600,
      is_stale: false,
    },
    ...parts,
  }
}

export function theMarketer(parts: Partial<Me> = {}): Me {
  return {
    kind: 'USER',
    name: 'a marketer',
    prefix: null,
    role: 'MARKETER',
    permissions: ['members.read'],
    csrf_token: 'c5rf',
    ends_at: '2026-11-23T20:00:00Z',
    ...parts,
  }
}
