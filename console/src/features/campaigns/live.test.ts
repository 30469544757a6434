import { createPinia, setActivePinia } from 'pinia'
import { PiniaColada, useQueryCache } from '@pinia/colada'
import { createApp, effectScope, nextTick, ref } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { RESULTS_EVERY_MS, useLiveResults } from '@/features/campaigns/live'
import { resultsKey } from '@/features/campaigns/queries'

class FakeSource extends EventTarget {
  static readonly CLOSED = 2
  static all: FakeSource[] = []
  readyState = 0
  constructor(readonly url: string) {
    super()
    FakeSource.all.push(this)
  }
  close(): void {
    this.readyState = FakeSource.CLOSED
  }
  tell(data: unknown): void {
    this.dispatchEvent(new MessageEvent('results', { data: JSON.stringify(data) }))
  }
  open(): void {
    this.dispatchEvent(new Event('open'))
  }
  fail(isOver: boolean): void {
    if (isOver) this.readyState = FakeSource.CLOSED
    this.dispatchEvent(new Event('error'))
  }
}

function watching() {
  const app = createApp({ render: () => null })
  const pinia = createPinia()
  app.use(pinia).use(PiniaColada, {})
  setActivePinia(pinia)
  const occurrence = ref('')
  const isMoving = ref(true)
  const ask = vi.fn()
  const scope = effectScope()
  const found = app.runWithContext(() => scope.run(() => ({ cache: useQueryCache(), ...useLiveResults({ code: () => 'tea', occurrence: () => occurrence.value, isMoving: () => isMoving.value, ask }) })))
  if (!found) throw new Error('the scope did not run')
  return { ...found, occurrence, isMoving, ask, scope }
}

describe('useLiveResults', () => {
  beforeEach(() => {
    FakeSource.all = []
    vi.useFakeTimers()
    vi.stubGlobal('EventSource', FakeSource)
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('puts what is told where the page reads it, and says that it is told', () => {
    const { cache, isTold } = watching()
    const [source] = FakeSource.all
    expect(source?.url).toBe('/v1/campaigns/tea/results/stream')
    source?.open()
    source?.tell({ as_of: 'now' })
    expect(isTold.value).toBe(true)
    expect(cache.getQueryData(resultsKey('tea', ''))).toEqual({ as_of: 'now' })
  })

  it('asks every half minute, saying whether the results are told anyway', () => {
    const { ask } = watching()
    FakeSource.all[0]?.open()
    vi.advanceTimersByTime(RESULTS_EVERY_MS)
    FakeSource.all[0]?.fail(false)
    vi.advanceTimersByTime(RESULTS_EVERY_MS)
    expect(ask.mock.calls).toEqual([[true], [false]])
    expect(FakeSource.all).toHaveLength(1)
  })

  it('knocks again at a stream that was refused', async () => {
    const { isTold } = watching()
    FakeSource.all[0]?.fail(true)
    vi.advanceTimersByTime(RESULTS_EVERY_MS)
    await nextTick()
    expect(FakeSource.all).toHaveLength(2)
    FakeSource.all[1]?.open()
    expect(isTold.value).toBe(true)
  })

  it('listens to another run when another is chosen, and to none when nothing moves or nobody looks', async () => {
    const { occurrence, isMoving, scope, ask } = watching()
    occurrence.value = '2017-11-01'
    await nextTick()
    expect(FakeSource.all.map((one) => [one.url, one.readyState])).toEqual([
      ['/v1/campaigns/tea/results/stream', FakeSource.CLOSED],
      ['/v1/campaigns/tea/results/stream?occurrence=2017-11-01', 0],
    ])
    isMoving.value = false
    await nextTick()
    vi.advanceTimersByTime(RESULTS_EVERY_MS)
    expect(FakeSource.all[1]?.readyState).toBe(FakeSource.CLOSED)
    expect(ask).not.toHaveBeenCalled()
    isMoving.value = true
    await nextTick()
    scope.stop()
    expect(FakeSource.all[2]?.readyState).toBe(FakeSource.CLOSED)
  })
})
