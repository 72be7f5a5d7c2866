// Journeys measure how soon something is seen: beside each other on two cores they would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
