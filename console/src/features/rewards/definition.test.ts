import { expect, it } from 'vitest'

import { formOf, initialsOf, NEW_REWARD, problemOf, withForm } from '@/features/rewards/definition'

const STORED = {
  program_code: 'journey',
  code: 'tea',
  name: { en: 'Tea', fr: 'Thé' },
  description: { en: 'A cup.' },
  prices: [{ points: 60, wallet_code: null, tier_minimum_code: null, segment_code: null }, { points: 40, wallet_code: null, tier_minimum_code: 'GOLD', segment_code: null }],
  stock_count: 9,
  eligibility: { tier_minimum_code: 'SILVER', segments_in: ['vip'], segments_out: [], condition: { '>': [{ var: 'member.tenure_days' }, 3] }, starts_at: null, ends_at: null },
  limits: { total_count: 1, period: null, period_count: null },
  voucher_pool_code: null,
  is_offered: true,
  picture_url: null,
}

it('changes nothing when nothing is changed', () => {
  expect(withForm(STORED, formOf(STORED))).toEqual(STORED)
})

it('keeps the condition until it is taken away, and the languages that the form does not know', () => {
  const changed = withForm(STORED, { ...formOf(STORED), nameAr: 'شاي', stock: null, period: 'WEEK', periodCount: 2 })
  expect(changed).toMatchObject({ name: { en: 'Tea', fr: 'Thé', ar: 'شاي' }, stock_count: null, limits: { total_count: 1, period: 'WEEK', period_count: 2 } })
  expect(changed).toMatchObject({ eligibility: { condition: STORED.eligibility.condition } })
  expect(withForm(STORED, { ...formOf(STORED), condition: null })).toMatchObject({ eligibility: { condition: null } })
})

it('says what is missing before the API has to', () => {
  const form = { ...formOf(STORED) }
  const price = form.prices[0]!
  expect([
    problemOf(form, 9),
    problemOf(formOf(NEW_REWARD), 0),
    problemOf({ ...form, stock: 8 }, 9),
    problemOf({ ...form, prices: [price, price] }, 0),
    problemOf({ ...form, prices: [{ ...price, points: 0 }] }, 0),
    problemOf({ ...form, pictureUrl: 'http://a.example/tea.png' }, 0),
    problemOf({ ...form, pictureUrl: 'https://a.example/tea.png' }, 0),
    problemOf({ ...form, startsAt: '2018-01-02T00:00:00Z', endsAt: '2018-01-01T00:00:00Z' }, 0),
  ]).toEqual([null, 'name', 'stock', 'same_price', 'price', 'picture', null, 'turned'])
})

it('draws initials of the words that matter, in either script', () => {
  expect([initialsOf('A bag of coffee').letters, initialsOf('$5 off the basket').letters, initialsOf('كيس قهوة').letters, initialsOf('5').letters]).toEqual(['BC', 'OT', 'كق', '★'])
})
