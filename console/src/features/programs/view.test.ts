import { expect, it } from 'vitest'

import { brokenRungs, ladderOf, placeOf, type Rung, standingOf, stepAt, thresholdAt, trackEnd, trafficOf, withLadder, withNewRung, withStanding, withThreshold } from '@/features/programs/ladder'
import { groupsOf, rulesIn, withGroup, withNewGroup, withoutGroup } from '@/features/programs/groups'
import { daysIn, isCrossed, policiesOf, withPolicies } from '@/features/programs/policies'
import { anEffect, capsOf, rulesOf, withCaps, withMovedRule, withNewCap, withNewRule, withoutRule, withRule } from '@/features/programs/rules'
import { startingDefinition } from '@/features/programs/template'
import type { Definition } from '@/lib/tree'
import { shownChange } from '@/features/programs/view'
import { DAY_ENDS, isTurned } from '@/features/programs/timeframe'
import { walletsOf, withNewWallet, withWallets } from '@/features/programs/wallets'
import { policyWords, ruleWords, type Tools } from '@/features/programs/words'
import en from '@/locales/en.json'

const PURCHASE = { code: 'purchase', name: { en: 'A point a dollar' }, effects: [{ type: 'PER_AMOUNT', points: 1, per_minor: 100, lines: { product_ids: ['p1'], category_codes: [], condition: null } }], expiry: { policy: 'ROLLING', months: 12 }, caps: [{ code: 'day', period: 'DAY', points: 100 }], group_code: 'g' }
const DEFINITION: Definition = {
  code: 'journey',
  wallets: [{ code: 'points', kind: 'REDEEMABLE', name: { en: 'Points', fr: 'Points' } }],
  rules: [PURCHASE, { code: 'bonus', name: { en: 'Welcome' }, effects: [{ type: 'EXTEND_EXPIRY', months: 1 }] }],
  tiers: { qualification: { by: 'SPEND', period: { kind: 'CALENDAR', months: 12 } }, ladder: [{ code: 'BRONZE', name: { en: 'Bronze' }, threshold: 0 }, { code: 'GOLD', name: { en: 'Gold', ar: 'ذهبي' }, threshold: 200, benefits: { overdraft_points: 5 } }] },
}
const tools: Tools = {
  // The real sentences, with their blanks filled in.
  say: (key, named = {}, count) => {
    const found = key.split('.').reduce<unknown>((tree, step) => (tree as Record<string, unknown> | undefined)?.[step], en)
    const forms = typeof found === 'string' ? found.split(' | ') : []
    const form = forms.length > 1 ? forms[Math.min(count ?? 2, 2)] : forms[0]
    return form !== undefined ? form.replace(/\{(\w+)\}/g, (_, name: string) => String(named[name])) : key
  },
  number: String,
  money: (minor) => `$${minor / 100}`,
  date: (on) => on,
  instant: (at) => at.slice(0, 10),
  list: (items) => items.join(' and '),
  facts: [{ key: 'event', facts: [{ path: 'order.spend_minor', label: 'Spend', kind: 'integer' }] }],
}
const rung = (threshold: number): Rung => ({ code: `T${threshold}`, nameEn: 'T', nameAr: '', threshold, multiplierPercent: 100, pricePercent: 100 })

it('changes a rung and leaves alone what the form does not know', () => {
  const [bronze, gold] = ladderOf(DEFINITION)
  const changed = withLadder(DEFINITION, [bronze!, { ...gold!, threshold: 300 }])
  const benefits = { overdraft_points: 5, multiplier_percent: 100, reward_price_percent: 100 }
  expect(changed['tiers']).toEqual({ ...(DEFINITION['tiers'] as object), ladder: [{ code: 'BRONZE', name: { en: 'Bronze' }, threshold: 0 }, { code: 'GOLD', name: { en: 'Gold', ar: 'ذهبي' }, threshold: 300, benefits }] })
})

it('gives the first tiers a way to be reached, and takes tiers away with the last rung', () => {
  const first = withLadder({ code: 'new' }, withNewRung([], 100))
  expect(first['tiers']).toMatchObject({ qualification: { by: 'SPEND' }, ladder: [{ code: 'TIER_1', threshold: 0 }] })
  expect(withLadder(first, [])['tiers']).toBeNull()
})

it('reads and writes how tiers are reached, with what belongs to it and nothing else', () => {
  const standing = standingOf(DEFINITION)
  expect(standing).toMatchObject({ by: 'SPEND', period: 'CALENDAR', length: 12, downgrade: 'TO_FIT' })
  expect(withStanding(DEFINITION, { ...standing, by: 'BALANCE', walletCode: 'points' })['tiers']).toMatchObject({ qualification: { by: 'BALANCE', wallet_code: 'points' } })
  expect((withStanding(DEFINITION, { ...standing, by: 'BALANCE', walletCode: 'points' })['tiers'] as { qualification: object }).qualification).not.toHaveProperty('period')
})

it('moves a rung by steps of two figures, never past its neighbours, and never the lowest', () => {
  const ladder = [rung(0), rung(50_000), rung(150_000)]
  expect([stepAt(50_000, 100), stepAt(150, 100), stepAt(4_500_000, 100)]).toEqual([1_000, 100, 100_000])
  expect(withThreshold(ladder, 1, 200_000, 100)[1]!.threshold).toBe(149_900)
  expect(withThreshold(ladder, 2, 0, 100)[2]!.threshold).toBe(50_100)
  expect(withThreshold(ladder, 0, 900, 100)).toEqual(ladder)
  const end = trackEnd(ladder, 100)
  for (const { threshold } of ladder) expect(thresholdAt(placeOf(threshold, end), end, 100)).toBe(threshold)
})

it('finds rungs that do not rise, and a lowest one that asks for something', () => {
  expect([...brokenRungs([rung(0), rung(50), rung(50), rung(60), rung(10)])]).toEqual([2, 4])
  expect([...brokenRungs([rung(5), rung(50)])]).toEqual([0])
})

it('counts who arrives and leaves by tier', () => {
  const move = (from: string | null, to: string, count: number) => ({ from_tier_code: from, to_tier_code: to, member_count: count })
  expect(Object.fromEntries(trafficOf([move('A', 'B', 3), move('B', 'A', 2), move(null, 'A', 1)]))).toEqual({ A: { arriving: 3, leaving: 3 }, B: { arriving: 3, leaving: 2 } })
})

it('changes only the part of a rule that was changed', () => {
  const [purchase, bonus] = rulesOf(DEFINITION)
  expect((withRule(DEFINITION, 'purchase', { effects: [{ ...purchase!.effects[0]!, points: 2 }] })['rules'] as object[])[0]).toEqual({ ...PURCHASE, effects: [{ ...PURCHASE.effects[0], points: 2 }] })
  expect((withRule(DEFINITION, 'purchase', { caps: withNewCap(purchase!.caps) })['rules'] as object[])[0]).toMatchObject({ group_code: 'g', caps: [{ code: 'day', points: 100 }, { code: 'daily', points: 100, period: 'DAY', scope: 'MEMBER', beyond: 'TRUNCATE' }] })
  expect([bonus!.effects, purchase!.groupCode]).toMatchObject([[{ type: 'EXTEND_EXPIRY', months: 1 }], 'g'])
  expect(rulesOf(withoutRule(withNewRule(DEFINITION, 100), 'purchase')).map((rule) => rule.code)).toEqual(['bonus', 'bonus-2'])
})

it('leaves out of pending and expiry what belongs to another policy', () => {
  const policies = withRule(withRule(DEFINITION, 'purchase', { pending: { policy: 'AFTER_PERIOD', days: 14, on: '2018-01-01', event: 'x' } }), 'purchase', { expiry: { policy: 'INACTIVITY', months: 12, days: 365, rounding: 'NONE', on: [] } })
  expect((policies['rules'] as object[])[0]).toMatchObject({ pending: { policy: 'AFTER_PERIOD', days: 14 }, expiry: { policy: 'INACTIVITY', days: 365 } })
  expect((policies['rules'] as { expiry: object }[])[0]!.expiry).not.toHaveProperty('months')
})

it('keeps the names of wallets in languages that the form does not know', () => {
  const wallets = withNewWallet(walletsOf(DEFINITION).map((one) => ({ ...one, nameAr: 'نقاط' })))
  expect(withWallets(DEFINITION, wallets)['wallets']).toEqual([{ code: 'points', kind: 'REDEEMABLE', name: { fr: 'Points', en: 'Points', ar: 'نقاط' } }, { code: 'status', kind: 'QUALIFYING', name: null }])
  expect(capsOf(withCaps(DEFINITION, withNewCap([])))).toHaveLength(1)
})

it('reads a rule aloud', () => {
  const definition = withRule(startingDefinition({ code: 'c', nameEn: 'C', nameAr: '', timezone: 'UTC', currencyCode: 'USD' }, 100), 'purchase', { condition: { '>=': [{ var: 'order.spend_minor' }, 1000] } })
  expect(ruleWords(rulesOf(definition)[0]!, tools).join(' ')).toBe(
    '1 point for every $1 spent. Only if Spend is at least 1000. At most 1000 points a day for each member; beyond it, what is left is given. They can be spent at once. They lapse after 12 months, at the end of the month.',
  )
})

it('reads a change aloud: whose, what, before and after', () => {
  const shown = (path: string, before: unknown, after: unknown) => {
    const { kind, subject, what, before: was, after: is } = shownChange({ path, before, after } as Parameters<typeof shownChange>[0], [DEFINITION], 'en', tools, true)
    return [kind, subject, what, was, is]
  }
  expect(shown('tiers.ladder[GOLD].threshold', 200, 30_000)).toEqual(['changed', 'Tier “Gold”', 'threshold', '$2', '$300'])
  expect(shown('rules[purchase].effects[0].per_minor', 100, 200)).toEqual(['changed', 'Rule “A point a dollar”', 'for each', '$1', '$2'])
  expect(shown('rules[purchase].caps[day].beyond', 'TRUNCATE', 'REJECT')).toEqual(['changed', 'Rule “A point a dollar” · Cap “day”', 'beyond it', 'give what is left', 'give nothing'])
  expect(shown('caps[all]', null, { code: 'all', points: 5, period: 'DAY', scope: 'MEMBER', beyond: 'REJECT' })).toEqual(['added', 'Cap “all”', '', null, 'At most 5 points a day for each member; beyond it, nothing is given.'])
  expect(shown('tiers.downgrade.grace_days', 0, 30)).toEqual(['changed', 'Tiers', 'how they are lost · days of grace', '0', '30'])
  expect(shown('rules[purchase].timeframe.hours', [], [{ weekdays: ['MONDAY'], begins_at: '15:00', ends_at: '18:00' }])).toEqual(['changed', 'Rule “A point a dollar”', 'time · hours', 'none', 'Monday from 15:00 to 18:00'])
  expect(shown('rules[purchase].effects[1]', null, { type: 'FIXED', points: 5 }).slice(3)).toEqual([null, '5 points for each purchase.'])
  expect(shown('rules[purchase].effects[0].lines.condition', null, { '==': [{ var: 'category_code' }, 'CHEESE'] }).at(-1)).toBe('category_code is CHEESE')
  expect(shown('expiry_notice_days', [30, 7], [])).toEqual(['changed', 'Program', 'notices before points lapse (days)', '30 and 7', 'none'])
})

it('gives a rule days and hours, and takes them away again', () => {
  const hours = [{ weekdays: ['MONDAY', 'FRIDAY'], beginsAt: '15:00', endsAt: DAY_ENDS }, { weekdays: [], beginsAt: '00:00', endsAt: DAY_ENDS }]
  const timed = withRule(DEFINITION, 'purchase', { timeframe: { validFrom: '2018-01-01T00:00:00Z', validUntil: '', hours } })
  const all = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY']
  expect((timed['rules'] as { timeframe: object }[])[0]!.timeframe).toEqual({ valid_from: '2018-01-01T00:00:00Z', valid_until: null, hours: [{ weekdays: ['MONDAY', 'FRIDAY'], begins_at: '15:00', ends_at: '24:00' }, { weekdays: all, begins_at: '00:00', ends_at: '24:00' }] })
  const [rule] = rulesOf(timed)
  expect(rule!.timeframe.hours).toEqual(hours)
  expect(ruleWords(rule!, tools).slice(1, 3)).toEqual(['From 2018-01-01 on.', 'Only Monday and Friday from 15:00 to 24:00 and every day.'])
  expect([isTurned({ weekdays: [], beginsAt: '22:00', endsAt: '02:00' }), isTurned(hours[0]!)]).toEqual([true, false])
  expect(rulesOf(withRule(timed, 'purchase', { timeframe: { validFrom: '', validUntil: '', hours: [] } }))[0]!.timeframe.hours).toEqual([])
})

it('writes several effects, each with the lines that count, and leaves the others as they were', () => {
  const [purchase] = rulesOf(DEFINITION)
  const cheese = { ...anEffect('PER_LINE', 100), categories: ['CHEESE'], lineCondition: { '>': [{ var: 'amount_minor' }, 500] } }
  const changed = withRule(DEFINITION, 'purchase', { effects: [...purchase!.effects, cheese] })
  expect((changed['rules'] as { effects: object[] }[])[0]!.effects).toEqual([PURCHASE.effects[0], { type: 'PER_LINE', points: 1, is_per_piece: false, lines: { product_ids: [], category_codes: ['CHEESE'], condition: { '>': [{ var: 'amount_minor' }, 500] } } }])
  expect(rulesOf(changed)[0]!.effects[1]).toEqual({ ...cheese, perMinor: 100 })
  expect(ruleWords(rulesOf(changed)[0]!, tools)[0]).toBe('1 point for every $1 spent on the products p1 and 1 point for each line on CHEESE on lines where amount_minor is more than 500.')
})

it('puts rules into a group, follows its new code, and lets them go with it', () => {
  const grouped = withRule(withNewGroup(DEFINITION), 'bonus', { groupCode: 'best-offer' })
  expect([groupsOf(grouped), rulesIn(grouped, 'best-offer')]).toEqual([[{ code: 'best-offer', mode: 'HIGHEST' }], ['bonus']])
  const renamed = withGroup(grouped, 'best-offer', { code: 'welcome', mode: 'FIRST' })
  expect([groupsOf(renamed), rulesIn(renamed, 'welcome'), rulesIn(renamed, 'g')]).toEqual([[{ code: 'welcome', mode: 'FIRST' }], ['bonus'], ['purchase']])
  expect([groupsOf(withoutGroup(renamed, 'welcome')), rulesOf(withoutGroup(renamed, 'welcome'))[1]!.groupCode]).toEqual([[], ''])
})

it('moves a rule up and down, never past the ends', () => {
  const codes = (definition: Definition) => rulesOf(definition).map((rule) => rule.code)
  expect([codes(withMovedRule(DEFINITION, 'bonus', -1)), codes(withMovedRule(DEFINITION, 'bonus', 1)), codes(withMovedRule(DEFINITION, 'purchase', -1))]).toEqual([['bonus', 'purchase'], ['purchase', 'bonus'], ['purchase', 'bonus']])
})

it('reads what is not said of spending, transfers and returns as the API means it, and writes what is', () => {
  const policies = policiesOf(DEFINITION)
  expect(policies).toEqual({ burning: { least: 1, most: null, step: 1 }, transfer: { isAllowed: true, least: 1, most: null, mostPerDay: null }, returns: 'WITHIN_BALANCE', noticeDays: [] })
  const changed = withPolicies(DEFINITION, { burning: { least: 100, most: 5000, step: 50 }, transfer: { ...policies.transfer, mostPerDay: 200 }, returns: 'UNLIMITED', noticeDays: daysIn('7, 30 30 900 x') })
  expect(changed).toMatchObject({ burning: { points_min: 100, points_max: 5000, points_step: 50 }, transfer: { is_allowed: true, points_per_day_max: 200 }, return_policy: 'UNLIMITED', expiry_notice_days: [30, 7], wallets: DEFINITION['wallets'] })
  expect(policyWords(policiesOf(changed), tools).join(' ')).toBe(
    'Members spend points from 100 to 5000 at once, in steps of 50. They may give points on, from 1 at once, at most 200 a day. A return takes back what it earned, below zero too. They hear 30 and 7 days before points lapse.',
  )
  expect([isCrossed({ least: 5, most: 4 }), isCrossed({ least: 5, most: null })]).toEqual([true, false])
})
