import { expect, it } from 'vitest'

import { happeningRow, kindsOf } from '@/features/members/timeline'
import { aHappening } from '@tests/support/answers'

it('shows a purchase with its money and points', () => {
  expect(happeningRow(aHappening(), 'EUR')).toMatchObject({ id: 'PURCHASE/pst_1', points: 23, money: { minor: 2337, currencyCode: 'USD' }, tone: 'positive', to: null })
})

it('takes the currency of the program where none is told', () => {
  expect(happeningRow(aHappening({ currency_code: null }), 'EUR').money).toEqual({ minor: 2337, currencyCode: 'EUR' })
})

it('colours what went wrong and leads to the segment', () => {
  expect(happeningRow(aHappening({ kind: 'MESSAGE', type: 'BOUNCED', points: null }), 'EUR').tone).toBe('negative')
  expect(happeningRow(aHappening({ kind: 'SEGMENT', type: 'ENTERED', code: 'vip', points: null }), 'EUR')).toMatchObject({ tone: 'neutral', to: { params: { segmentCode: 'vip' } } })
})

it('reads the kinds of the address and leaves out what there is not', () => {
  expect(kindsOf('MESSAGE,PURCHASE,SHOES')).toEqual(['PURCHASE', 'MESSAGE'])
  expect(kindsOf(undefined)).toEqual([])
})

it('leads from a step to its journey and says over which channel a message went', () => {
  expect(happeningRow(aHappening({ kind: 'JOURNEY', code: 'win-back' }), 'EUR').to).toEqual({ name: 'journey', params: { journeyCode: 'win-back' }, permission: 'journeys.read' })
  expect(happeningRow(aHappening({ kind: 'MESSAGE', code: 'hello', detail: { channel_code: 'sms' } }), 'EUR')).toMatchObject({ channel: 'sms', to: { name: 'message-template' } })
  expect(happeningRow(aHappening({ kind: 'JOURNEY', code: null }), 'EUR').to).toBeNull()
})
