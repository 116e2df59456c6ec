-- SPDX-License-Identifier: GPL-3.0-or-later
-- Files of which only parts are wanted.

-- in the order of the local file: "0-100,200-", half open; NULL: all of it
ALTER TABLE files ADD COLUMN ranges TEXT;
