import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { knockWith, onReconnect, reportLost, reportReached, useConnection } from '@/api/connection'

const { isLost, secondsLeft, knockNow } = useConnection()
let isThere = false
let knocks = 0
let returns = 0

beforeEach(() => {
  vi.useFakeTimers()
  isThere = false
  knocks = 0
  returns = 0
  knockWith(() => {
    knocks += 1
    return isThere ? Promise.resolve() : Promise.reject(new Error('nobody'))
  })
})

afterEach(() => {
  reportReached()
  vi.useRealTimers()
})

it('counts down, knocks, and waits longer each time', async () => {
  reportLost()
  expect([isLost.value, secondsLeft.value]).toEqual([true, 3])
  await vi.advanceTimersByTimeAsync(3000)
  expect([knocks, secondsLeft.value]).toEqual([1, 6])
  await vi.advanceTimersByTimeAsync(6000)
  expect([knocks, secondsLeft.value]).toEqual([2, 12])
})

it('never waits longer than half a minute', async () => {
  reportLost()
  await vi.advanceTimersByTimeAsync(120_000)
  expect(secondsLeft.value).toBeLessThanOrEqual(30)
})

it('tells once that it is back', async () => {
  const stop = onReconnect(() => {
    returns += 1
  })
  reportLost()
  isThere = true
  await knockNow()
  reportReached()
  stop()
  expect([isLost.value, knocks, returns]).toEqual([false, 1, 1])
})

it('stops knocking once it is back', async () => {
  reportLost()
  reportReached()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(knocks).toBe(0)
})
