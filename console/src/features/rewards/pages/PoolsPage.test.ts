import { expect, it } from 'vitest'

import PoolsPage from '@/features/rewards/pages/PoolsPage.vue'
import type { Pool } from '@/features/rewards/queries'
import { FakeApi } from '@tests/support/fakeApi'
import { show } from '@tests/support/screen'

function aPool(parts: Partial<Pool> = {}): Pool {
  return { code: 'summer', name: { en: 'Summer', ar: '' }, prefix: 'SUMMER', usage_limit: 1, valid_days: null, expires_at: null, value_minor: null, voucher_count: 3000, available_count: 3000, assigned_count: 0, used_count: 0, expired_count: 0, withdrawn_count: 0, ...parts } as Pool
}

async function theActs(permissions: readonly string[], at = '/voucher-pools'): Promise<string[]> {
  new FakeApi().gives('/v1/voucher-pools', { items: [aPool(), aPool({ code: 'empty', voucher_count: 0 })], next_cursor: null })
  const { page } = await show(PoolsPage, { at, permissions: ['vouchers.read', ...permissions] })
  return page.findAll('tbody .acts > *').map((one) => one.attributes('href') ?? one.text())
}

it('fetches all codes of a pool as one file, by the browser itself, where there are any', async () => {
  expect(await theActs(['vouchers.codes'], '/voucher-pools?program=club')).toEqual(['/v1/voucher-pools/summer/codes.csv?program_code=club'])
})

it('shows codes to nobody who may not see them, and changes nothing for whoever may only look', async () => {
  expect(await theActs(['vouchers.write'])).toEqual(['Make codes', 'Import codes', 'Withdraw', 'Make codes', 'Import codes', 'Withdraw'])
  expect(await theActs([])).toEqual([])
})
