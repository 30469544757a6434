import { expect, it } from 'vitest'

import { bySize, flowDays, historySummary, movedDays, oldestAsOf, rangeOf, segmentCard, shownCards } from '@/features/segments/view'
import { aSegment, aSegmentDay } from '@tests/support/answers'

it('shows a segment in the language on screen', () => {
  expect(segmentCard(aSegment(), 'ar')).toMatchObject({ name: 'كبار العملاء', size: 120, change: 20, changeShare: 0.2, entered: 25, left: 5 })
})

it('tells how many are in now, and the last evaluation only where it found others', () => {
  expect(segmentCard(aSegment({ size: 185, size_now: 1339 }), 'en')).toMatchObject({ size: 1339, sizeBefore: 185 })
  expect(segmentCard(aSegment({ size: 185, size_now: 185 }), 'en').sizeBefore).toBeNull()
})

it('tells no share of change against nothing', () => {
  expect(segmentCard(aSegment({ size_yesterday: 0, change: 120 }), 'en').changeShare).toBeNull()
  expect(segmentCard(aSegment({ size_yesterday: null, change: null }), 'en').changeShare).toBeNull()
})

it('puts the largest first and those never evaluated last', () => {
  const cards = [aSegment({ code: 'a', size_now: null }), aSegment({ code: 'b', size_now: 3 }), aSegment({ code: 'c', size_now: 9 }), aSegment({ code: 'd', size_now: 0 })]
  expect(bySize(cards.map((segment) => segmentCard(segment, 'en'))).map((card) => card.code)).toEqual(['c', 'b', 'd', 'a'])
})

it('is as old as its oldest figure', () => {
  expect(oldestAsOf([{ as_of_on: '2017-10-31' }, { as_of_on: null }, { as_of_on: '2017-10-29' }])).toBe('2017-10-29')
  expect(oldestAsOf([{ as_of_on: null }])).toBeNull()
})

it('sums up a history', () => {
  const days = [aSegmentDay({ size: 7, entered_count: 3, left_count: 0 }), aSegmentDay({ size: 5, entered_count: 1, left_count: 3 })]
  expect(historySummary(days)).toEqual({ least: 5, most: 7, entered: 4, left: 3 })
  expect(historySummary([])).toBeNull()
  expect(flowDays(days)[1]).toEqual({ on: '2017-10-31', size: 5, entered: 1, left: 3 })
})

it.each([
  ['84', 84],
  ['364', 364],
  ['5', 28],
  [undefined, 28],
])('takes the range %j for %i days', (asked, days) => {
  expect(rangeOf(asked)).toBe(days)
})

it('leads to the days on which anybody came or went, newest first', () => {
  const days = [
    aSegmentDay({ as_of_on: '2017-10-29', entered_count: 0, left_count: 2 }),
    aSegmentDay({ as_of_on: '2017-10-30', entered_count: 0, left_count: 0 }),
    aSegmentDay({ as_of_on: '2017-10-31', entered_count: 1, left_count: 0 }),
  ]
  expect(movedDays(days).map((day) => day.as_of_on)).toEqual(['2017-10-31', '2017-10-29'])
})

it('shows the segments that hold what was typed, in the order asked for', () => {
  const card = (code: string, name: string, size: number | null, change: number | null) => ({ code, name, size, change, description: '' }) as ReturnType<typeof segmentCard>
  const cards = [card('vip', 'VIP customers', 447, 3), card('lapsing', 'Lapsing regulars', 239, -9), card('fresh', 'New customers', null, null)]
  const codes = (term: string, order: 'size' | 'change' | 'name') => shownCards(cards, term, order).map(({ code }) => code)
  expect(codes('', 'size')).toEqual(['vip', 'lapsing', 'fresh'])
  expect(codes('', 'change'), 'leaving counts as much as coming').toEqual(['lapsing', 'vip', 'fresh'])
  expect(codes('', 'name')).toEqual(['lapsing', 'fresh', 'vip'])
  expect(codes('cust', 'size')).toEqual(['vip', 'fresh'])
  expect(codes('nobody', 'size')).toEqual([])
})
