// esent_arguments.hpp — overloads for programs that were written where wchar_t has 16 bits and unsigned long 32.
//
// Room:   c. Uses esent.h, which includes it in C++, except on Windows and where JET_STRICT_ARGUMENTS is defined.
// Gives:  each function with UTF-16 text also for L"..."; each with a uint32_t* also for an unsigned long*.
// Holds:  (1) a call that fits the function itself never comes here;
//         (2) an unsigned long is written only if the call wrote the number;
//         (3) characters that UTF-16 does not have become U+FFFD. Text inside structures is not touched: write u"..." there.
#pragma once

#include <ese/c/esent.h>

#if !defined(_WIN32)    // there, wchar_t and unsigned long have these sizes

#include <cstddef>
#include <cstdint>
#include <string>

namespace ese::inline v1::c_arguments {

class text {
public:
    text(std::nullptr_t) noexcept {}
    text(const char16_t* units) noexcept : units_{units} {}
    text(const wchar_t* wide)
    {
        if (!wide) return;
        for (; *wide != L'\0'; ++wide) append(static_cast<char32_t>(*wide));
        units_ = kept_.c_str();
    }
    text(const text&) = delete;
    text& operator=(const text&) = delete;
    [[nodiscard]] JET_PCWSTR get() const noexcept { return units_; }

private:
    void append(char32_t c)
    {
        if (c > 0x10FFFF) c = 0xFFFD;
        if (c >= 0x10000) kept_.push_back(static_cast<char16_t>(0xD7C0 + (c >> 10)));
        kept_.push_back(static_cast<char16_t>(c < 0x10000 ? c : 0xDC00 | (c & 0x3FF)));
    }

    std::u16string kept_{};
    JET_PCWSTR units_ = nullptr;
};

class number {
public:
    number(std::nullptr_t) noexcept {}
    number(std::uint32_t* narrow) noexcept : out_{narrow} {}
    number(unsigned long* wide) noexcept : wide_{wide}, before_{wide ? static_cast<std::uint32_t>(*wide) : 0}, now_{before_}
    {
        if (wide) out_ = &now_;
    }
    ~number()
    {
        if (wide_ && now_ != before_) *wide_ = now_;
    }
    number(const number&) = delete;
    number& operator=(const number&) = delete;
    [[nodiscard]] std::uint32_t* get() const noexcept { return out_; }

private:
    unsigned long* wide_ = nullptr;
    std::uint32_t before_ = 0, now_ = 0;
    std::uint32_t* out_ = nullptr;
};

}  // namespace ese::inline v1::c_arguments

inline JET_ERR JetCreateInstanceW(JET_INSTANCE* pinstance, const ese::c_arguments::text& szInstanceName)
{
    return JetCreateInstanceW(pinstance, szInstanceName.get());
}
inline JET_ERR JetCreateInstance2W(JET_INSTANCE* pinstance, const ese::c_arguments::text& szInstanceName,
                                   const ese::c_arguments::text& szDisplayName, JET_GRBIT grbit)
{
    return JetCreateInstance2W(pinstance, szInstanceName.get(), szDisplayName.get(), grbit);
}
inline JET_ERR JetSetSystemParameterW(JET_INSTANCE* pinstance, JET_SESID sesid, uint32_t paramid, JET_API_PTR lParam,
                                      const ese::c_arguments::text& szParam)
{
    return JetSetSystemParameterW(pinstance, sesid, paramid, lParam, szParam.get());
}
inline JET_ERR JetEnableMultiInstanceA(JET_SETSYSPARAM_A* psetsysparam, uint32_t csetsysparam,
                                       const ese::c_arguments::number& pcsetsucceed)
{
    return JetEnableMultiInstanceA(psetsysparam, csetsysparam, pcsetsucceed.get());
}
inline JET_ERR JetEnableMultiInstanceW(JET_SETSYSPARAM_W* psetsysparam, uint32_t csetsysparam,
                                       const ese::c_arguments::number& pcsetsucceed)
{
    return JetEnableMultiInstanceW(psetsysparam, csetsysparam, pcsetsucceed.get());
}
inline JET_ERR JetBeginSessionW(JET_INSTANCE instance, JET_SESID* psesid, const ese::c_arguments::text& szUserName,
                                const ese::c_arguments::text& szPassword)
{
    return JetBeginSessionW(instance, psesid, szUserName.get(), szPassword.get());
}
inline JET_ERR JetGetVersion(JET_SESID sesid, const ese::c_arguments::number& pwVersion)
{
    return JetGetVersion(sesid, pwVersion.get());
}
inline JET_ERR JetCreateDatabaseW(JET_SESID sesid, const ese::c_arguments::text& szFilename,
                                  const ese::c_arguments::text& szConnect, JET_DBID* pdbid, JET_GRBIT grbit)
{
    return JetCreateDatabaseW(sesid, szFilename.get(), szConnect.get(), pdbid, grbit);
}
inline JET_ERR JetCreateDatabase2W(JET_SESID sesid, const ese::c_arguments::text& szFilename, uint32_t cpgDatabaseSizeMax,
                                   JET_DBID* pdbid, JET_GRBIT grbit)
{
    return JetCreateDatabase2W(sesid, szFilename.get(), cpgDatabaseSizeMax, pdbid, grbit);
}
inline JET_ERR JetCreateDatabase3W(JET_SESID sesid, const ese::c_arguments::text& szFilename, JET_DBID* pdbid,
                                   JET_SETDBPARAM* rgsetdbparam, uint32_t csetdbparam, JET_GRBIT grbit)
{
    return JetCreateDatabase3W(sesid, szFilename.get(), pdbid, rgsetdbparam, csetdbparam, grbit);
}
inline JET_ERR JetAttachDatabaseW(JET_SESID sesid, const ese::c_arguments::text& szFilename, JET_GRBIT grbit)
{
    return JetAttachDatabaseW(sesid, szFilename.get(), grbit);
}
inline JET_ERR JetAttachDatabase2W(JET_SESID sesid, const ese::c_arguments::text& szFilename, uint32_t cpgDatabaseSizeMax,
                                   JET_GRBIT grbit)
{
    return JetAttachDatabase2W(sesid, szFilename.get(), cpgDatabaseSizeMax, grbit);
}
inline JET_ERR JetAttachDatabase3W(JET_SESID sesid, const ese::c_arguments::text& szFilename, JET_SETDBPARAM* rgsetdbparam,
                                   uint32_t csetdbparam, JET_GRBIT grbit)
{
    return JetAttachDatabase3W(sesid, szFilename.get(), rgsetdbparam, csetdbparam, grbit);
}
inline JET_ERR JetDetachDatabaseW(JET_SESID sesid, const ese::c_arguments::text& szFilename)
{
    return JetDetachDatabaseW(sesid, szFilename.get());
}
inline JET_ERR JetDetachDatabase2W(JET_SESID sesid, const ese::c_arguments::text& szFilename, JET_GRBIT grbit)
{
    return JetDetachDatabase2W(sesid, szFilename.get(), grbit);
}
inline JET_ERR JetGetObjectInfoW(JET_SESID sesid, JET_DBID dbid, JET_OBJTYP objtyp,
                                 const ese::c_arguments::text& szContainerName, const ese::c_arguments::text& szObjectName,
                                 void* pvResult, uint32_t cbMax, uint32_t InfoLevel)
{
    return JetGetObjectInfoW(sesid, dbid, objtyp, szContainerName.get(), szObjectName.get(), pvResult, cbMax, InfoLevel);
}
inline JET_ERR JetCreateTableW(JET_SESID sesid, JET_DBID dbid, const ese::c_arguments::text& szTableName, uint32_t lPages,
                               uint32_t lDensity, JET_TABLEID* ptableid)
{
    return JetCreateTableW(sesid, dbid, szTableName.get(), lPages, lDensity, ptableid);
}
inline JET_ERR JetDeleteTableW(JET_SESID sesid, JET_DBID dbid, const ese::c_arguments::text& szTableName)
{
    return JetDeleteTableW(sesid, dbid, szTableName.get());
}
inline JET_ERR JetRenameTableW(JET_SESID sesid, JET_DBID dbid, const ese::c_arguments::text& szName,
                               const ese::c_arguments::text& szNameNew)
{
    return JetRenameTableW(sesid, dbid, szName.get(), szNameNew.get());
}
inline JET_ERR JetGetTableColumnInfoW(JET_SESID sesid, JET_TABLEID tableid, const ese::c_arguments::text& szColumnName,
                                      void* pvResult, uint32_t cbMax, uint32_t InfoLevel)
{
    return JetGetTableColumnInfoW(sesid, tableid, szColumnName.get(), pvResult, cbMax, InfoLevel);
}
inline JET_ERR JetGetColumnInfoW(JET_SESID sesid, JET_DBID dbid, const ese::c_arguments::text& szTableName,
                                 const ese::c_arguments::text& pwColumnNameOrId, void* pvResult, uint32_t cbMax,
                                 uint32_t InfoLevel)
{
    return JetGetColumnInfoW(sesid, dbid, szTableName.get(), pwColumnNameOrId.get(), pvResult, cbMax, InfoLevel);
}
inline JET_ERR JetAddColumnW(JET_SESID sesid, JET_TABLEID tableid, const ese::c_arguments::text& szColumnName,
                             const JET_COLUMNDEF* pcolumndef, const void* pvDefault, uint32_t cbDefault,
                             JET_COLUMNID* pcolumnid)
{
    return JetAddColumnW(sesid, tableid, szColumnName.get(), pcolumndef, pvDefault, cbDefault, pcolumnid);
}
inline JET_ERR JetDeleteColumnW(JET_SESID sesid, JET_TABLEID tableid, const ese::c_arguments::text& szColumnName)
{
    return JetDeleteColumnW(sesid, tableid, szColumnName.get());
}
inline JET_ERR JetDeleteColumn2W(JET_SESID sesid, JET_TABLEID tableid, const ese::c_arguments::text& szColumnName,
                                 JET_GRBIT grbit)
{
    return JetDeleteColumn2W(sesid, tableid, szColumnName.get(), grbit);
}
inline JET_ERR JetRenameColumnW(JET_SESID sesid, JET_TABLEID tableid, const ese::c_arguments::text& szName,
                                const ese::c_arguments::text& szNameNew, JET_GRBIT grbit)
{
    return JetRenameColumnW(sesid, tableid, szName.get(), szNameNew.get(), grbit);
}
inline JET_ERR JetSetColumnDefaultValueW(JET_SESID sesid, JET_DBID dbid, const ese::c_arguments::text& szTableName,
                                         const ese::c_arguments::text& szColumnName, const void* pvData, uint32_t cbData,
                                         JET_GRBIT grbit)
{
    return JetSetColumnDefaultValueW(sesid, dbid, szTableName.get(), szColumnName.get(), pvData, cbData, grbit);
}
inline JET_ERR JetGetTableIndexInfoW(JET_SESID sesid, JET_TABLEID tableid, const ese::c_arguments::text& szIndexName,
                                     void* pvResult, uint32_t cbResult, uint32_t InfoLevel)
{
    return JetGetTableIndexInfoW(sesid, tableid, szIndexName.get(), pvResult, cbResult, InfoLevel);
}
inline JET_ERR JetGetIndexInfoW(JET_SESID sesid, JET_DBID dbid, const ese::c_arguments::text& szTableName,
                                const ese::c_arguments::text& szIndexName, void* pvResult, uint32_t cbResult,
                                uint32_t InfoLevel)
{
    return JetGetIndexInfoW(sesid, dbid, szTableName.get(), szIndexName.get(), pvResult, cbResult, InfoLevel);
}
inline JET_ERR JetCreateIndexW(JET_SESID sesid, JET_TABLEID tableid, const ese::c_arguments::text& szIndexName,
                               JET_GRBIT grbit, const ese::c_arguments::text& szKey, uint32_t cbKey, uint32_t lDensity)
{
    return JetCreateIndexW(sesid, tableid, szIndexName.get(), grbit, szKey.get(), cbKey, lDensity);
}
inline JET_ERR JetDeleteIndexW(JET_SESID sesid, JET_TABLEID tableid, const ese::c_arguments::text& szIndexName)
{
    return JetDeleteIndexW(sesid, tableid, szIndexName.get());
}
inline JET_ERR JetGetDatabaseFileInfoW(const ese::c_arguments::text& szDatabaseName, void* pvResult, uint32_t cbMax,
                                       uint32_t InfoLevel)
{
    return JetGetDatabaseFileInfoW(szDatabaseName.get(), pvResult, cbMax, InfoLevel);
}
inline JET_ERR JetOpenDatabaseW(JET_SESID sesid, const ese::c_arguments::text& szFilename,
                                const ese::c_arguments::text& szConnect, JET_DBID* pdbid, JET_GRBIT grbit)
{
    return JetOpenDatabaseW(sesid, szFilename.get(), szConnect.get(), pdbid, grbit);
}
inline JET_ERR JetOpenTableW(JET_SESID sesid, JET_DBID dbid, const ese::c_arguments::text& szTableName,
                             const void* pvParameters, uint32_t cbParameters, JET_GRBIT grbit, JET_TABLEID* ptableid)
{
    return JetOpenTableW(sesid, dbid, szTableName.get(), pvParameters, cbParameters, grbit, ptableid);
}
inline JET_ERR JetUpdate(JET_SESID sesid, JET_TABLEID tableid, void* pvBookmark, uint32_t cbBookmark,
                         const ese::c_arguments::number& pcbActual)
{
    return JetUpdate(sesid, tableid, pvBookmark, cbBookmark, pcbActual.get());
}
inline JET_ERR JetUpdate2(JET_SESID sesid, JET_TABLEID tableid, void* pvBookmark, uint32_t cbBookmark,
                          const ese::c_arguments::number& pcbActual, JET_GRBIT grbit)
{
    return JetUpdate2(sesid, tableid, pvBookmark, cbBookmark, pcbActual.get(), grbit);
}
inline JET_ERR JetEscrowUpdate(JET_SESID sesid, JET_TABLEID tableid, JET_COLUMNID columnid, void* pv, uint32_t cbMax,
                               void* pvOld, uint32_t cbOldMax, const ese::c_arguments::number& pcbOldActual, JET_GRBIT grbit)
{
    return JetEscrowUpdate(sesid, tableid, columnid, pv, cbMax, pvOld, cbOldMax, pcbOldActual.get(), grbit);
}
inline JET_ERR JetRetrieveColumn(JET_SESID sesid, JET_TABLEID tableid, JET_COLUMNID columnid, void* pvData, uint32_t cbData,
                                 const ese::c_arguments::number& pcbActual, JET_GRBIT grbit, JET_RETINFO* pretinfo)
{
    return JetRetrieveColumn(sesid, tableid, columnid, pvData, cbData, pcbActual.get(), grbit, pretinfo);
}
inline JET_ERR JetEnumerateColumns(JET_SESID sesid, JET_TABLEID tableid, uint32_t cEnumColumnId,
                                   JET_ENUMCOLUMNID* rgEnumColumnId, const ese::c_arguments::number& pcEnumColumn,
                                   JET_ENUMCOLUMN** prgEnumColumn, JET_PFNREALLOC pfnRealloc, void* pvReallocContext,
                                   uint32_t cbDataMost, JET_GRBIT grbit)
{
    return JetEnumerateColumns(sesid, tableid, cEnumColumnId, rgEnumColumnId, pcEnumColumn.get(), prgEnumColumn, pfnRealloc,
                               pvReallocContext, cbDataMost, grbit);
}
inline JET_ERR JetSetCurrentIndexW(JET_SESID sesid, JET_TABLEID tableid, const ese::c_arguments::text& szIndexName)
{
    return JetSetCurrentIndexW(sesid, tableid, szIndexName.get());
}
inline JET_ERR JetSetCurrentIndex2W(JET_SESID sesid, JET_TABLEID tableid, const ese::c_arguments::text& szIndexName,
                                    JET_GRBIT grbit)
{
    return JetSetCurrentIndex2W(sesid, tableid, szIndexName.get(), grbit);
}
inline JET_ERR JetSetCurrentIndex3W(JET_SESID sesid, JET_TABLEID tableid, const ese::c_arguments::text& szIndexName,
                                    JET_GRBIT grbit, uint32_t itagSequence)
{
    return JetSetCurrentIndex3W(sesid, tableid, szIndexName.get(), grbit, itagSequence);
}
inline JET_ERR JetSetCurrentIndex4W(JET_SESID sesid, JET_TABLEID tableid, const ese::c_arguments::text& szIndexName,
                                    JET_INDEXID* pindexid, JET_GRBIT grbit, uint32_t itagSequence)
{
    return JetSetCurrentIndex4W(sesid, tableid, szIndexName.get(), pindexid, grbit, itagSequence);
}
inline JET_ERR JetPrereadIndexRanges(JET_SESID sesid, JET_TABLEID tableid, const JET_INDEX_RANGE* rgIndexRanges,
                                     uint32_t cIndexRanges, const ese::c_arguments::number& pcRangesPreread,
                                     const JET_COLUMNID* rgcolumnidPreread, uint32_t ccolumnidPreread, JET_GRBIT grbit)
{
    return JetPrereadIndexRanges(sesid, tableid, rgIndexRanges, cIndexRanges, pcRangesPreread.get(), rgcolumnidPreread,
                                 ccolumnidPreread, grbit);
}
inline JET_ERR JetGetBookmark(JET_SESID sesid, JET_TABLEID tableid, void* pvBookmark, uint32_t cbMax,
                              const ese::c_arguments::number& pcbActual)
{
    return JetGetBookmark(sesid, tableid, pvBookmark, cbMax, pcbActual.get());
}
inline JET_ERR JetGetSecondaryIndexBookmark(JET_SESID sesid, JET_TABLEID tableid, void* pvSecondaryKey,
                                            uint32_t cbSecondaryKeyMax,
                                            const ese::c_arguments::number& pcbSecondaryKeyActual, void* pvPrimaryBookmark,
                                            uint32_t cbPrimaryBookmarkMax,
                                            const ese::c_arguments::number& pcbPrimaryBookmarkActual, JET_GRBIT grbit)
{
    return JetGetSecondaryIndexBookmark(sesid, tableid, pvSecondaryKey, cbSecondaryKeyMax, pcbSecondaryKeyActual.get(),
                                        pvPrimaryBookmark, cbPrimaryBookmarkMax, pcbPrimaryBookmarkActual.get(), grbit);
}
inline JET_ERR JetDefragmentA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName,
                              const ese::c_arguments::number& pcPasses, const ese::c_arguments::number& pcSeconds,
                              JET_GRBIT grbit)
{
    return JetDefragmentA(sesid, dbid, szTableName, pcPasses.get(), pcSeconds.get(), grbit);
}
inline JET_ERR JetDefragmentW(JET_SESID sesid, JET_DBID dbid, const ese::c_arguments::text& szTableName,
                              const ese::c_arguments::number& pcPasses, const ese::c_arguments::number& pcSeconds,
                              JET_GRBIT grbit)
{
    return JetDefragmentW(sesid, dbid, szTableName.get(), pcPasses.get(), pcSeconds.get(), grbit);
}
inline JET_ERR JetDefragment2A(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName,
                               const ese::c_arguments::number& pcPasses, const ese::c_arguments::number& pcSeconds,
                               JET_CALLBACK callback, JET_GRBIT grbit)
{
    return JetDefragment2A(sesid, dbid, szTableName, pcPasses.get(), pcSeconds.get(), callback, grbit);
}
inline JET_ERR JetDefragment2W(JET_SESID sesid, JET_DBID dbid, const ese::c_arguments::text& szTableName,
                               const ese::c_arguments::number& pcPasses, const ese::c_arguments::number& pcSeconds,
                               JET_CALLBACK callback, JET_GRBIT grbit)
{
    return JetDefragment2W(sesid, dbid, szTableName.get(), pcPasses.get(), pcSeconds.get(), callback, grbit);
}
inline JET_ERR JetBackupInstanceW(JET_INSTANCE instance, const ese::c_arguments::text& szBackupPath, JET_GRBIT grbit,
                                  JET_PFNSTATUS pfnStatus)
{
    return JetBackupInstanceW(instance, szBackupPath.get(), grbit, pfnStatus);
}
inline JET_ERR JetRestoreInstanceW(JET_INSTANCE instance, const ese::c_arguments::text& sz,
                                   const ese::c_arguments::text& szDest, JET_PFNSTATUS pfn)
{
    return JetRestoreInstanceW(instance, sz.get(), szDest.get(), pfn);
}
inline JET_ERR JetIndexRecordCount(JET_SESID sesid, JET_TABLEID tableid, const ese::c_arguments::number& pcrec,
                                   uint32_t crecMax)
{
    return JetIndexRecordCount(sesid, tableid, pcrec.get(), crecMax);
}
inline JET_ERR JetRetrieveKey(JET_SESID sesid, JET_TABLEID tableid, void* pvKey, uint32_t cbMax,
                              const ese::c_arguments::number& pcbActual, JET_GRBIT grbit)
{
    return JetRetrieveKey(sesid, tableid, pvKey, cbMax, pcbActual.get(), grbit);
}
inline JET_ERR JetGetInstanceInfoA(const ese::c_arguments::number& pcInstanceInfo, JET_INSTANCE_INFO_A** paInstanceInfo)
{
    return JetGetInstanceInfoA(pcInstanceInfo.get(), paInstanceInfo);
}
inline JET_ERR JetGetInstanceInfoW(const ese::c_arguments::number& pcInstanceInfo, JET_INSTANCE_INFO_W** paInstanceInfo)
{
    return JetGetInstanceInfoW(pcInstanceInfo.get(), paInstanceInfo);
}
inline JET_ERR JetGetSessionParameter(JET_SESID sesid, uint32_t sesparamid, void* pvParam, uint32_t cbParamMax,
                                      const ese::c_arguments::number& pcbParamActual)
{
    return JetGetSessionParameter(sesid, sesparamid, pvParam, cbParamMax, pcbParamActual.get());
}

#endif
