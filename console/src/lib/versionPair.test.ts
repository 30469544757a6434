import { describe, expect, it } from 'vitest'
import { ref } from 'vue'

import { useVersionPair } from '@/lib/versionPair'

describe('which two versions are compared', () => {
  it('is the two newest until somebody chooses', () => {
    const { newer, older } = useVersionPair(ref([4, 3, 2, 1]))
    expect([newer.value, older.value]).toEqual([4, 3])
  })

  it('goes to the one before the newer that was chosen, and follows a version that is saved meanwhile', () => {
    const versions = ref([4, 3, 2, 1])
    const { newer, older } = useVersionPair(versions)
    newer.value = 2
    expect([newer.value, older.value]).toEqual([2, 1])
    newer.value = null
    versions.value = [5, 4, 3, 2, 1]
    expect([newer.value, older.value]).toEqual([5, 4])
  })

  it('keeps what was chosen, a version that is not there left out', () => {
    const versions = ref([4, 3, 2, 1])
    const { older } = useVersionPair(versions)
    older.value = 1
    expect(older.value).toBe(1)
    versions.value = [4, 3, 2]
    expect(older.value).toBe(3)
  })

  it('compares the first with another, and one alone with none', () => {
    const versions = ref([2, 1])
    const { newer, older } = useVersionPair(versions)
    newer.value = 1
    expect(older.value).toBe(2)
    versions.value = [1]
    expect([newer.value, older.value]).toEqual([1, null])
    versions.value = []
    expect([newer.value, older.value]).toEqual([null, null])
  })
})
