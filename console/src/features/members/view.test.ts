import { expect, it } from 'vitest'

import { ageDays, balanceParts, churnTone, expiries, offerRows, quintiles, tierView } from '@/features/members/view'
import { createFormat } from '@/lib/format'
import { anAccount, anOffer, aProfile, aStanding, theOffers, theProgram } from '@tests/support/answers'

const { businessDate } = createFormat('en', 'America/New_York')

it('divides everything ever earned into where it is now', () => {
  expect(balanceParts(anAccount())).toEqual([
    { name: 'available', points: 800, share: 0.5 },
    { name: 'held', points: 100, share: 0.0625 },
    { name: 'spent', points: 500, share: 0.3125 },
    { name: 'expired', points: 200, share: 0.125 },
  ])
})

it('divides nothing into nothing', () => {
  const none = anAccount({ available_points: 0, held_points: 0, spent_points: 0, expired_points: 0 })
  expect(balanceParts(none).map((part) => part.share)).toEqual([0, 0, 0, 0])
})

it('names the last day to spend, not the midnight after it', () => {
  const account = anAccount({
    soonest_expiries: [
      { expires_at: '2017-12-01T05:00:00Z', points: 128 },
      { expires_at: '2018-03-01T04:59:59Z', points: 20 },
    ],
  })
  expect(expiries(account, businessDate, '2017-10-31')).toEqual([
    { lastOn: '2017-11-30', points: 128, inDays: 30, isSoon: true },
    { lastOn: '2018-02-28', points: 20, inDays: 120, isSoon: false },
  ])
  expect(expiries(account, businessDate, null)[0]).toMatchObject({ inDays: null, isSoon: false })
})

it('shows the way to the next tier', () => {
  expect(tierView({ code: 'SILVER', qualifying_minor: 125_000 }, null, theProgram(), 'ar')).toEqual({
    name: 'فضي',
    progress: 125_000,
    next: { name: 'ذهبي', missing: 75_000, share: 0.625 },
  })
})

it('shows no way beyond the highest tier, and none without a figure or a program', () => {
  expect(tierView({ code: 'GOLD', qualifying_minor: 900_000 }, null, theProgram(), 'en')?.next).toBeNull()
  expect(tierView({ code: 'SILVER', qualifying_minor: null }, null, theProgram(), 'en')?.next).toBeNull()
  expect(tierView({ code: 'SILVER', qualifying_minor: 1 }, null, null, 'en')).toEqual({ name: 'SILVER', progress: 1, next: null })
  expect(tierView({ code: null, qualifying_minor: null }, null, theProgram(), 'en')).toBeNull()
})

it('tells of the tier what stands now, not what the night saw', () => {
  const standing = aStanding({ tier_code: 'SILVER', progress: 150_000, next_tier_code: 'GOLD', missing: 50_000 })
  expect(tierView({ code: null, qualifying_minor: null }, standing, theProgram(), 'en')).toEqual({ name: 'Silver', progress: 150_000, next: { name: 'Gold', missing: 50_000, share: 0.75 } })
})

it('colours churn by its band', () => {
  expect(['LOW', 'MEDIUM', 'HIGH', null].map(churnTone)).toEqual(['positive', 'warning', 'negative', 'neutral'])
})

it('shows quintiles only when there are three', () => {
  expect(quintiles(aProfile().rfm)?.map(({ name, level }) => [name, level])).toEqual([
    ['recency', 5],
    ['frequency', 4],
    ['monetary', 3],
  ])
  expect(quintiles({ ...aProfile().rfm, monetary_quintile: null })).toBeNull()
})

it('counts the age of a score in business days, never below zero', () => {
  expect(ageDays('2017-11-01T03:59:59Z', businessDate, '2017-10-31')).toBe(0)
  expect(ageDays('2017-10-30T03:59:59Z', businessDate, '2017-10-31')).toBe(2)
  expect(ageDays('2017-11-05T03:59:59Z', businessDate, '2017-10-31')).toBe(0)
  expect(ageDays(null, businessDate, '2017-10-31')).toBeNull()
})

it('orders offers by rank and measures their bars by the best', () => {
  expect(offerRows(theOffers(), 'en').map(({ code, barShare }) => [code, barShare])).toEqual([
    ['CAT-YOGURT', 1],
    ['CAT-PIZZA', 0.5],
  ])
  expect(offerRows(theOffers({ offers: [anOffer({ score_probability: 0 })] }), 'en')[0]?.barShare).toBe(0)
})
