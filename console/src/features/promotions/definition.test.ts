import { expect, it } from 'vitest'

import { budgetsOf, differenceOf, formOf, NEW_PROMOTION, problemOf, withForm } from '@/features/promotions/definition'

const STORED = {
  program_code: 'journey',
  code: 'cheese-week',
  name: { en: 'Cheese week', fr: 'Semaine du fromage' },
  description: { en: '50 points more for cheese.' },
  trigger: 'purchase',
  eligibility: { tier_minimum_code: null, segments_in: [], segments_out: ['vip'], condition: { '>': [{ var: 'member.tenure_days' }, 3] }, starts_at: null, ends_at: null },
  condition: { some: [{ var: 'lines' }, { '==': [{ var: 'category_code' }, 'CHEESE'] }] },
  points: { points: 50, per_minor: null, wallet_code: null, expires_after_days: 90 },
  discount: null,
  priority: 0,
  exclusivity_group: null,
  is_exclusive: false,
  limits: { total_count: null, per_member_count: 5, budget_points: 500_000, budget_minor: null },
}

it('changes nothing when nothing is changed', () => {
  expect(withForm(STORED, formOf(STORED))).toEqual(STORED)
})

it('gives a discount instead of points, and keeps whom it is for', () => {
  const changed = withForm(STORED, { ...formOf(STORED), points: null, percent: 10, amountMinor: 1_000 })
  expect(changed).toMatchObject({ points: null, discount: { percent: 10, amount_minor: 1_000 }, eligibility: STORED.eligibility })
})

it('says what is missing before the API has to', () => {
  const form = formOf(STORED)
  expect([problemOf(form), problemOf(formOf(NEW_PROMOTION)), problemOf({ ...form, points: null }), problemOf({ ...form, startsAt: '2018-02-01T00:00:00Z', endsAt: '2018-01-01T00:00:00Z' })]).toEqual([null, 'name', 'gives', 'turned'])
})

it('tells two revisions apart by what the form shows', () => {
  expect(differenceOf(STORED, { ...STORED, points: { ...STORED.points, points: 60 }, limits: { ...STORED.limits, budget_points: null } })).toEqual([
    { key: 'points', before: 50, after: 60 },
    { key: 'budgetPoints', before: 500_000, after: null },
  ])
})

it('shows only the budgets that there are', () => {
  const used = { used_points: 150, used_minor: 0, used_count: 3, left_points: 850, left_minor: null, left_count: null }
  expect(budgetsOf(used)).toEqual([{ kind: 'points', used: 150, left: 850 }])
  expect(budgetsOf({ ...used, left_points: null })).toEqual([])
})
