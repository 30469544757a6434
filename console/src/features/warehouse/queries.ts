// What is asked of the API about the warehouse.
import { useQuery } from '@pinia/colada'

import { type Answer, get } from '@/api/client'

export type WarehouseState = Answer<'/v1/warehouse'>

/** How the warehouse stands now. */
export function useWarehouse() {
  return useQuery({ key: ['warehouse'], query: ({ signal }) => get('/v1/warehouse', { signal }), staleTime: 0 })
}
