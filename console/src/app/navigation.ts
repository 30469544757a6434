// What stands in the side navigation, in its order. A feature brings its item; who may not enter does not see it.
import type { NavigationItem } from '@/lib/route'
import { navigationItems as campaigns } from '@/features/campaigns'
import { navigationItem as home } from '@/features/home'
import { navigationItem as journeys } from '@/features/journeys'
import { navigationItem as members } from '@/features/members'
import { navigationItem as models } from '@/features/models'
import { navigationItem as programs } from '@/features/programs'
import { navigationItem as promotions } from '@/features/promotions'
import { navigationItems as rewards } from '@/features/rewards'
import { navigationItem as segments } from '@/features/segments'
import { navigationItems as settings } from '@/features/settings'
import { navigationItem as warehouse } from '@/features/warehouse'

export const navigation: readonly NavigationItem[] = [home, segments, members, ...campaigns, journeys, programs, ...rewards, promotions, models, warehouse, ...settings]
