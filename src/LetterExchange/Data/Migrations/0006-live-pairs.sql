-- What is due for a pair that stands still is passed over without a look at the pair itself.

CREATE INDEX pairs_live ON pairs (id, stands_until) WHERE state = 'Active';
