import { expect, it } from 'vitest'

import { Refusal } from '@/api/problem'
import { shownOf } from '@/ui/shown'

const refusal = new Refusal({ kind: 'busy', status: 503, code: 'SERVICE_BUSY', detail: null, facts: {}, requestId: null, retryAfterSeconds: 1 })

it('is loading until something is known', () => {
  expect(shownOf({ status: 'pending', data: undefined, error: null })).toEqual({ name: 'loading' })
})

it('is refused when the first read fails', () => {
  expect(shownOf({ status: 'error', data: undefined, error: refusal })).toEqual({ name: 'refused', refusal })
})

it('keeps data on screen when a later read fails, and says so', () => {
  expect(shownOf({ status: 'error', data: [1], error: refusal })).toEqual({ name: 'ready', data: [1], refusal })
})

it('is empty by the page’s own measure', () => {
  expect(shownOf({ status: 'success', data: [] as number[], error: null }, (items) => items.length === 0)).toEqual({ name: 'empty' })
  expect(shownOf({ status: 'success', data: [] as number[], error: null })).toMatchObject({ name: 'ready' })
})
