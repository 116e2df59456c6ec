-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is signalled of a job, and whom to tell when it has ended.

-- BgNotifyFlags
ALTER TABLE jobs ADD COLUMN
  notify_flags INTEGER NOT NULL DEFAULT 11 CHECK (notify_flags BETWEEN 0 AND 31);
-- id of an application; NULL: nobody
ALTER TABLE jobs ADD COLUMN notify_application TEXT;
ALTER TABLE jobs ADD COLUMN notify_action TEXT;
-- it is to be told, and was not yet
ALTER TABLE jobs ADD COLUMN action_due INTEGER NOT NULL DEFAULT 0 CHECK (action_due IN (0, 1));
