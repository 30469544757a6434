import { AxiosError, AxiosHeaders, type InternalAxiosRequestConfig } from 'axios'
import { expect, it } from 'vitest'

import { toRefusal } from '@/api/problem'

function answered(status: number, data: unknown, headers: Record<string, string> = {}): AxiosError {
  const config = { headers: new AxiosHeaders() } as InternalAxiosRequestConfig
  return new AxiosError('no', 'ERR_BAD_REQUEST', config, null, { status, data, statusText: '', headers: new AxiosHeaders(headers), config })
}

it('reads a problem document', () => {
  const problem = { code: 'POINTS_INSUFFICIENT', detail: 'The member has 120 points.', facts: { needed_points: 500 }, request_id: 'r1' }
  expect(toRefusal(answered(422, problem))).toMatchObject({
    kind: 'refused',
    status: 422,
    code: 'POINTS_INSUFFICIENT',
    detail: 'The member has 120 points.',
    facts: { needed_points: 500 },
    requestId: 'r1',
  })
})

it.each([
  [401, 'signed_out'],
  [403, 'forbidden'],
  [404, 'missing'],
  [409, 'conflict'],
  [422, 'refused'],
  [429, 'busy'],
  [503, 'busy'],
  [500, 'broken'],
  [502, 'connection'],
  [504, 'connection'],
])('takes %i for %s', (status, kind) => {
  expect(toRefusal(answered(status, 'not a problem document')).kind).toBe(kind)
})

it('remembers how long the API asks one to wait', () => {
  expect(toRefusal(answered(503, {}, { 'retry-after': '7' })).retryAfterSeconds).toBe(7)
  expect(toRefusal(answered(503, {})).retryAfterSeconds).toBeNull()
})

it('takes silence for a lost connection', () => {
  expect(toRefusal(new AxiosError('Network Error', AxiosError.ERR_NETWORK))).toMatchObject({ kind: 'connection', status: 0, code: null })
})

it('takes our own mistakes for what they are, and leaves a refusal as it is', () => {
  const broken = toRefusal(new TypeError('x is not a function'))
  expect(broken).toMatchObject({ kind: 'broken', detail: 'x is not a function' })
  expect(toRefusal(broken)).toBe(broken)
})
