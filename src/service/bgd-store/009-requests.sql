-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a job asks its servers for, and how much of it.

ALTER TABLE jobs ADD COLUMN -- bytes of all its files together; 0: any
  maximum_size INTEGER NOT NULL DEFAULT 0 CHECK (maximum_size >= 0);

ALTER TABLE jobs ADD COLUMN http_method TEXT; -- NULL: GET, or what the upload protocol says
