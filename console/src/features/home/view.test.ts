import { expect, it } from 'vitest'

import type { Campaign, CampaignResults, Figures, Model, Warehouse } from '@/features/home/queries'
import { campaignRows, flowOf, moversOf, periodOf, rangeOf, runningOf, scoredOn, spanFault, tilesOf, waitingOf } from '@/features/home/view'
import { aSegment, theWarehouse } from '@tests/support/answers'

function theFigures(): Figures {
  const period = {
    first_on: '2017-10-25',
    last_on: '2017-10-31',
    issued_points: 150,
    spent_points: 30,
    expired_points: 0,
    liability_points: 140,
    purchase_count: 2,
    spend_minor: 15_000,
    member_count: 4,
    joined_count: 0,
    active_count: 1,
  }
  return {
    program_code: 'journey',
    currency_code: 'USD',
    period,
    before: { ...period, first_on: '2017-10-18', last_on: '2017-10-24', issued_points: 100, spent_points: 60, expired_points: 0, spend_minor: 0 },
    days: [{ on_date: '2017-10-31', issued_points: 100, spent_points: 20, expired_points: 5, purchase_count: 1, spend_minor: 1, liability_points: 140 }],
    counted_at: '2026-11-23T12:00:00Z',
  }
}

it.each([
  [{ days: '7' }, 7],
  [{ days: '364' }, 364],
  [{ days: '8' }, 28],
  [{}, 28],
  [{ days: ['7'] }, 28],
  [{ from: '2017-10-01', to: '2017-10-07' }, 'custom'],
  [{ from: '2017-10-01', to: 'today' }, 28],
] as const)('reads the range of %j as %s', (asked, range) => {
  expect(rangeOf(asked)).toBe(range)
})

it('ends a range on the business date, and knows none before the date is known', () => {
  expect(periodOf({ days: '7' }, '2017-10-31')).toEqual({ first_on: '2017-10-25', last_on: '2017-10-31' })
  expect(periodOf({ days: '7' }, null)).toBeNull()
  expect(periodOf({ from: '2017-10-01', to: '2017-10-07' }, null)).toEqual({ first_on: '2017-10-01', last_on: '2017-10-07' })
})

it.each([
  ['2017-10-02', '2017-10-01', 'order'],
  ['2017-10-02', '2017-11-01', 'future'],
  ['2015-10-31', '2017-10-31', 'long'],
  ['2015-11-01', '2017-10-31', null],
])('finds in the days from %s through %s: %s', (first_on, last_on, fault) => {
  expect(spanFault({ first_on, last_on }, '2017-10-31')).toBe(fault)
})

it('tells of each running campaign what came of it, and nothing where that is not known', () => {
  const campaigns = ['win-back', 'vip'].map((code) => ({ code, status: 'ACTIVE', name: { en: code, ar: code } }) as Campaign)
  const words = { en: 'More buy.', ar: '' }
  const found = { campaign_code: 'vip', funnel: { sent_count: 12 }, audience: { read_count: 20 }, effect: { treated: { conversion_share: 0.25 }, conversion: { verdict: 'BETTER', words } } } as CampaignResults
  const [first, second] = campaignRows(campaigns, [found])
  expect([first?.sent, first?.effect]).toEqual([null, null])
  expect([first?.isUntried, second?.isUntried]).toEqual([false, false])
  expect(campaignRows(campaigns, [{ ...found, audience: { read_count: 0 } } as CampaignResults])[1]?.isUntried).toBe(true)
  expect([second?.sent, second?.bought, second?.effect]).toEqual([12, 0.25, { words, tone: 'positive' }])
})

it('knows the newest day that any model scored', () => {
  const model = (...days: string[]) => ({ scorings: days.map((as_of_on) => ({ as_of_on })) }) as Model
  expect(scoredOn([model('2017-10-30', '2017-10-29'), model('2017-10-31'), model()])).toBe('2017-10-31')
  expect(scoredOn([])).toBeNull()
})

it('tells each figure with its change, and none where the period before came to nothing', () => {
  const tiles = Object.fromEntries(tilesOf(theFigures()).map((tile) => [tile.key, tile]))
  expect([tiles['issued']?.change, tiles['spent']?.change, tiles['expired']?.change, tiles['sales']?.change]).toEqual([0.5, -0.5, null, null])
  expect([tiles['active']?.share, tiles['spent']?.share, tiles['members']?.share]).toEqual([0.25, 0.2, null])
})

it('draws what went as spent and expired together', () => {
  expect(flowOf(theFigures())).toEqual([{ on: '2017-10-31', size: 140, entered: 100, left: 25 }])
})

it('puts the segment first that changed most for its size, and leaves out those that did not', () => {
  const moved = moversOf([
    aSegment({ code: 'still', change: 0 }),
    aSegment({ code: 'big', size: 1000, change: -50 }),
    aSegment({ code: 'small', size: 10, change: 4 }),
    aSegment({ code: 'new', size: null, change: null }),
  ])
  expect(moved.map(({ code }) => code)).toEqual(['small', 'big'])
})

it('tells of campaigns that run, wait or are paused', () => {
  const campaigns = ['DRAFT', 'ACTIVE', 'ARCHIVED', 'PAUSED'].map((status) => ({ status }) as Campaign)
  expect(runningOf(campaigns).map(({ status }) => status)).toEqual(['ACTIVE', 'PAUSED'])
})

it('puts first what is grave, and adds what the warehouse tells', () => {
  const waiting = waitingOf([{ code: 'REDEMPTIONS_WAITING', count: 3, since: null }], theWarehouse({ breaker: 'OPEN' }) as Warehouse)
  expect(waiting.map(({ code, to }) => [code, to])).toEqual([
    ['WAREHOUSE_AWAY', '/warehouse'],
    ['REDEMPTIONS_WAITING', '/redemptions'],
  ])
  expect(waitingOf([], theWarehouse({ build: null, build_reason: 'PUBLISHED_NOTHING' }) as Warehouse).map(({ code }) => code)).toEqual(['NOTHING_PUBLISHED'])
  expect(waitingOf([], undefined)).toEqual([])
})
