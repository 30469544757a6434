import { expect, it } from 'vitest'

import { brokenRungs, ladderOf, rulesOf, shownChange, withLadder, withRule } from '@/features/programs/view'

const DEFINITION = {
  code: 'journey',
  rules: [
    { code: 'purchase', name: { en: 'A point a dollar' }, effects: [{ type: 'PER_AMOUNT', points: 1, per_minor: 100 }], expiry: { policy: 'ROLLING', months: 12 }, caps: [{ period: 'DAY', points: 100 }] },
    { code: 'bonus', name: { en: 'Welcome' }, effects: [{ type: 'FIXED', points: 50 }] },
  ],
  tiers: { qualification: { by: 'SPEND' }, ladder: [{ code: 'BRONZE', name: { en: 'Bronze' }, threshold: 0 }, { code: 'GOLD', name: { en: 'Gold', ar: 'ذهبي' }, threshold: 200, perk: 'lounge' }] },
}

it('changes a rung and leaves alone what the form does not know', () => {
  const [bronze, gold] = ladderOf(DEFINITION)
  const changed = withLadder(DEFINITION, [bronze!, { ...gold!, threshold: 300 }])
  expect(changed).toEqual({ ...DEFINITION, tiers: { qualification: { by: 'SPEND' }, ladder: [DEFINITION.tiers.ladder[0], { code: 'GOLD', name: { en: 'Gold', ar: 'ذهبي' }, threshold: 300, perk: 'lounge' }] } })
})

it('changes nothing when nothing is changed', () => {
  expect(withLadder(DEFINITION, ladderOf(DEFINITION))).toEqual(DEFINITION)
  for (const rule of rulesOf(DEFINITION)) expect(withRule(DEFINITION, rule)).toEqual(DEFINITION)
})

it('changes what a rule gives and keeps its caps', () => {
  const [purchase] = rulesOf(DEFINITION)
  expect(withRule(DEFINITION, { ...purchase!, points: 2, expiryMonths: 6 }).rules).toEqual([
    { ...DEFINITION.rules[0], effects: [{ type: 'PER_AMOUNT', points: 2, per_minor: 100 }], expiry: { policy: 'ROLLING', months: 6 } },
    DEFINITION.rules[1],
  ])
})

it('finds rungs that do not rise', () => {
  const rung = (threshold: number) => ({ code: String(threshold), nameEn: '', nameAr: '', threshold })
  expect([...brokenRungs([rung(0), rung(50), rung(50), rung(60), rung(10)])]).toEqual([2, 4])
})

it('reads a change aloud', () => {
  expect(shownChange({ path: 'tiers.ladder[GOLD].threshold', before: 200, after: 300 })).toEqual({ path: 'tiers › ladder › GOLD › threshold', before: '200', after: '300' })
})
