"""Workbooks for a client's desk: the KPI tracker of a month, and the orders behind a rate, as xlsx."""

from workbench.workbooks.files import workbook_files as workbook_files
from workbench.workbooks.orders import orders_workbook as orders_workbook
from workbench.workbooks.price_plan import price_plan_workbook as price_plan_workbook
from workbench.workbooks.tracker import kpi_tracker as kpi_tracker
